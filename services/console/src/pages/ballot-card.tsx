import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Card, Form, InputNumber, Typography } from 'antd'
import type { ReactNode } from 'react'
import { isApiProblem } from '../api/problem'
import { type Ballot, castBallot, getToken, type Own, type Points, readOwn, type Voter } from '../ballot/vote'
import { Copyable } from '../parts/copyable'
import type { Session } from '../session/session'
import { useTexts } from '../texts/language'

const Refused = ({ error }: { readonly error: unknown }) => {
  const { t } = useTexts()
  const problem = isApiProblem(error) ? error : undefined
  const [title, next] =
    problem?.status === 0 ? [t.unreachable, t.unreachableNext] : [problem?.title || t.ballotFailed, problem?.detail || t.failedNext]
  return <Alert type="error" role="alert" title={title} description={next} data-testid="ballot-problem" data-code={problem?.code ?? ''} />
}

const Outcome = ({
  kind,
  title,
  next,
  children,
}: { readonly kind: 'cast' | 'counted' | 'missing' | 'closed' } & Record<'title' | 'next', string> & { readonly children?: ReactNode }) => (
  <div data-testid="ballot-state" data-state={kind}>
    <Alert
      type={kind === 'missing' ? 'error' : kind === 'closed' ? 'info' : 'success'}
      role="status"
      title={title}
      description={
        <>
          <Typography.Paragraph>{next}</Typography.Paragraph>
          {children}
        </>
      }
    />
  </div>
)

const Receipt = ({ receipt }: { readonly receipt: string }) => {
  const { t } = useTexts()
  return (
    <div style={{ overflowWrap: 'anywhere' }}>
      {t.receipt}{' '}
      <Copyable text={receipt} testId="receipt">
        <code>{receipt}</code>
      </Copyable>
    </div>
  )
}

const PointsForm = ({ busy, onCast }: { readonly busy: boolean; readonly onCast: (points: Points) => void }) => {
  const { t } = useTexts()
  const rules = [{ required: true, type: 'integer', min: 0, max: 100, message: t.pointsNeeded } as const]
  return (
    <Form<Points> layout="vertical" onFinish={onCast} requiredMark={false}>
      {(['recognition', 'satisfaction'] as const).map((field) => (
        <Form.Item key={field} name={field} label={t[field]} rules={rules}>
          <InputNumber controls={false} inputMode="numeric" style={{ inlineSize: '100%' }} data-testid={field} />
        </Form.Item>
      ))}
      <Typography.Paragraph>{t.ballotCastHint}</Typography.Paragraph>
      <Button type="primary" htmlType="submit" block loading={busy} data-testid="ballot-cast">
        {t.ballotCast}
      </Button>
    </Form>
  )
}

/** One survey: take a ballot, fill it in, cast it, and find it again when it has been counted. */
export const BallotCard = ({ session, ballot, today }: { readonly session: Session; readonly ballot: Ballot; readonly today: string }) => {
  const { t, language } = useTexts()
  const voter: Voter = { session, language }
  const queries = useQueryClient()
  const queryKey = ['own-ballot', session.campus, ballot.id]
  const own = useQuery<Own | null>({ queryKey, queryFn: () => readOwn(voter, ballot) })
  const again = () => queries.invalidateQueries({ queryKey })
  const take = useMutation({ mutationFn: () => getToken(voter, ballot), onSettled: again })
  const cast = useMutation({
    mutationFn: (points: Points) =>
      own.data?.step === 'token' ? castBallot(voter, ballot, own.data.token, points) : Promise.reject(new Error('there is no token')),
    onSettled: again,
  })
  const body = (): ReactNode => {
    if (own.isPending) return null
    if (own.data?.step === 'cast') {
      const { receipt } = own.data
      if (ballot.state === 'open')
        return (
          <Outcome kind="cast" title={t.ballotIsCast} next={t.ballotIsCastNext}>
            <Receipt receipt={receipt} />
          </Outcome>
        )
      const counted = ballot.tokenHashes.includes(receipt)
      return (
        <Outcome
          kind={counted ? 'counted' : 'missing'}
          title={counted ? t.ballotCounted : t.ballotMissing}
          next={counted ? t.ballotCountedNext : t.ballotMissingNext}
        >
          <Receipt receipt={receipt} />
        </Outcome>
      )
    }
    if (ballot.state === 'closed') return <Outcome kind="closed" title={t.ballotClosed} next={t.ballotClosedNext} />
    if (today < ballot.from || today > ballot.to)
      return <Typography.Paragraph data-testid="ballot-not-open">{t.ballotNotOpen}</Typography.Paragraph>
    if (own.data?.step === 'token') return <PointsForm busy={cast.isPending} onCast={(points) => cast.mutate(points)} />
    return (
      <Button type="primary" block loading={take.isPending} onClick={() => take.mutate()} data-testid="ballot-take">
        {take.isPending ? t.ballotAsking : t.ballotStart}
      </Button>
    )
  }
  const error = take.error ?? cast.error ?? own.error
  return (
    <Card size="small" title={t.ballotOf(ballot.name ?? ballot.counselorId, ballot.year)} data-testid="ballot" data-ballot={ballot.id}>
      <Typography.Paragraph>{t.ballotWindow(ballot.from, ballot.to)}</Typography.Paragraph>
      <Typography.Paragraph type="secondary">{t.ballotTurnout(ballot.cast, ballot.eligible)}</Typography.Paragraph>
      {error ? <Refused error={error} /> : null}
      {body()}
    </Card>
  )
}
