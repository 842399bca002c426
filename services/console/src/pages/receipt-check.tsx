import { Alert, Form, Input, Typography } from 'antd'
import { useState } from 'react'
import type { Ballot } from '../ballot/vote'
import { useTexts } from '../texts/language'

const receiptPattern = /^[0-9a-f]{64}$/

/** Looks a receipt up in the lists of the surveys that have ended, without asking the server for it. */
export const ReceiptCheck = ({ ballots }: { readonly ballots: readonly Ballot[] }) => {
  const { t } = useTexts()
  const [text, setText] = useState('')
  const receipt = text.trim().toLowerCase()
  const wrong = receipt !== '' && !receiptPattern.test(receipt)
  const found = wrong ? undefined : ballots.find(({ tokenHashes }) => tokenHashes.includes(receipt))
  return (
    <>
      <Typography.Paragraph id="receipt-hint">{t.receiptCheckHint}</Typography.Paragraph>
      <Form.Item
        label={t.receipt}
        htmlFor="receipt"
        layout="vertical"
        {...(wrong ? { validateStatus: 'error', help: t.receiptWrong } : {})}
      >
        <Input
          id="receipt"
          value={text}
          onChange={({ target }) => setText(target.value)}
          maxLength={80}
          allowClear={false}
          aria-describedby="receipt-hint"
          data-testid="receipt-check"
        />
      </Form.Item>
      {receipt === '' || wrong ? null : (
        <Alert
          role="status"
          type={found ? 'success' : 'warning'}
          title={found ? t.receiptFound(t.ballotOf(found.name ?? found.counselorId, found.year)) : t.receiptNotFound}
          data-testid="receipt-answer"
          data-found={found ? 'yes' : 'no'}
        />
      )}
    </>
  )
}
