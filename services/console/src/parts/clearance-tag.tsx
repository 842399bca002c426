import { CheckCircleOutlined, MinusCircleOutlined, PauseCircleOutlined, StopOutlined } from '@ant-design/icons'
import { Tag } from 'antd'
import { useTexts } from '../texts/language'

const looks = {
  cleared: { color: 'success', icon: <CheckCircleOutlined aria-hidden /> },
  held: { color: 'warning', icon: <PauseCircleOutlined aria-hidden /> },
  barred: { color: 'error', icon: <StopOutlined aria-hidden /> },
} as const

/** Whether a contract may be renewed: told by word and sign, never by colour alone. */
export const ClearanceTag = ({ clearance }: { readonly clearance: keyof typeof looks | null }) => {
  const { t } = useTexts()
  if (!clearance)
    return (
      <Tag icon={<MinusCircleOutlined aria-hidden />} data-testid="clearance" data-clearance="none">
        {t.noClearance}
      </Tag>
    )
  return (
    <Tag color={looks[clearance].color} icon={looks[clearance].icon} data-testid="clearance" data-clearance={clearance}>
      {t[clearance]}
    </Tag>
  )
}
