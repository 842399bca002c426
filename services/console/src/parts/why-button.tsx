import { QuestionCircleOutlined } from '@ant-design/icons'
import type { WhyKind } from '@fudao/contracts/views'
import { Button } from 'antd'
import { useUrl } from '../state/url'
import { useTexts } from '../texts/language'

/** The id of what a row is about; opens its *why?*. */
export const SubjectLink = ({ kind, id }: { readonly kind: WhyKind; readonly id: string }) => {
  const { t } = useTexts()
  const { change } = useUrl()
  return (
    <Button
      type="link"
      size="small"
      style={{ paddingInline: 0 }}
      aria-label={t.whyOf(id)}
      onClick={() => change({ why: `${kind}:${id}` })}
      data-testid="about"
    >
      {id}
    </Button>
  )
}

/** Opens *why?* for a row; the open drawer is part of the address. */
export const WhyButton = ({ kind, id, subject }: { readonly kind: WhyKind; readonly id: string; readonly subject: string }) => {
  const { t } = useTexts()
  const { change } = useUrl()
  return (
    <Button
      type="link"
      size="small"
      icon={<QuestionCircleOutlined aria-hidden />}
      aria-label={t.whyOf(subject)}
      onClick={() => change({ why: `${kind}:${id}` })}
      data-testid="why"
    >
      {t.why}
    </Button>
  )
}
