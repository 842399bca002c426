import { CheckOutlined, CopyOutlined } from '@ant-design/icons'
import { Typography } from 'antd'
import type { ReactNode } from 'react'

/** A text with a button that copies it; the button is named in the reader's language, its sign is not read aloud. */
export const Copyable = ({
  text,
  testId,
  children,
}: {
  readonly text: string
  readonly testId?: string
  readonly children?: ReactNode
}) => (
  <Typography.Text
    copyable={{ text, icon: [<CopyOutlined key="copy" aria-hidden />, <CheckOutlined key="copied" aria-hidden />] }}
    data-testid={testId}
  >
    {children ?? text}
  </Typography.Text>
)
