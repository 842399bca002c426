import { Alert, Card, Empty, Flex, Skeleton, Typography } from 'antd'
import { useViewToday } from '../api/queries'
import type { Ballot } from '../ballot/vote'
import { ProblemPanel } from '../parts/problem-panel'
import { claimsOf, type Session } from '../session/session'
import { useTexts } from '../texts/language'
import { BallotCard } from './ballot-card'
import { ReceiptCheck } from './receipt-check'

/** A student rates the own counselor (R-AK-79, 80; C-12): everything that joins a person and a ballot stays on the device. */
export const BallotPage = ({ session }: { readonly session: Session }) => {
  const { t, language } = useTexts()
  // The list is read whole: which ballot somebody looks for is nobody's business.
  const { data, error, refetch } = useViewToday<Ballot>(session, language, 'ballot-list')
  if (error) return <ProblemPanel error={error} onRetry={() => void refetch()} />
  if (!data) return <Skeleton active aria-label={t.loading} />
  const { counselorId } = claimsOf(session.token)
  const own = data.items.filter((ballot) => counselorId === undefined || ballot.counselorId === counselorId)
  return (
    <Flex vertical gap="middle" style={{ maxInlineSize: 560 }} data-testid="ballots">
      <Typography.Title level={2} style={{ fontSize: 20, margin: 0 }}>
        {t.ballots}
      </Typography.Title>
      <Alert type="info" title={t.ballotsHint} />
      {own.length === 0 ? (
        <Empty
          data-testid="empty"
          image={Empty.PRESENTED_IMAGE_SIMPLE}
          description={
            <>
              <Typography.Paragraph strong>{t.emptyBallots}</Typography.Paragraph>
              <Typography.Paragraph>{t.emptyBallotsNext}</Typography.Paragraph>
            </>
          }
        />
      ) : (
        own.map((ballot) => <BallotCard key={ballot.id} session={session} ballot={ballot} today={data.asOf} />)
      )}
      <Card size="small" title={t.receiptCheck}>
        <ReceiptCheck ballots={data.items} />
      </Card>
    </Flex>
  )
}
