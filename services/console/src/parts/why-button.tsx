import { QuestionCircleOutlined } from '@ant-design/icons'
import type { WhyKind } from '@fudao/contracts/views'
import { Button } from 'antd'
import { useUrl } from '../state/url'
import { useTexts } from '../texts/language'

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
