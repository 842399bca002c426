import { WarningFilled } from '@ant-design/icons'
import { Button, Result } from 'antd'
import { type ApiProblem, isApiProblem } from '../api/problem'
import { useTexts } from '../texts/language'
import type { Texts } from '../texts/texts'
import { Copyable } from './copyable'

const texts = (problem: ApiProblem | undefined, t: Texts): { readonly title: string; readonly next: string } => {
  if (!problem) return { title: t.failed, next: t.failedNext }
  if (problem.status === 0) return { title: t.unreachable, next: t.unreachableNext }
  if (problem.status === 403) return { title: t.noPermission, next: t.noPermissionNext }
  if (problem.code === 'UnknownCampus') return { title: t.noCampus, next: t.noCampusNext }
  return { title: problem.title || t.failed, next: problem.detail || t.failedNext }
}

/** Says what is wrong, what to do next, and the trace id to hand to an operator. */
export const ProblemPanel = ({ error, onRetry }: { readonly error: unknown; readonly onRetry?: () => void }) => {
  const { t } = useTexts()
  const problem = isApiProblem(error) ? error : undefined
  const { title, next } = texts(problem, t)
  return (
    <div role="alert" data-testid="problem" data-code={problem?.code ?? ''}>
      <Result
        status={problem?.status === 403 ? '403' : 'warning'}
        {...(problem?.status === 403 ? {} : { icon: <WarningFilled aria-hidden /> })}
        title={title}
        subTitle={next}
        extra={onRetry ? <Button onClick={onRetry}>{t.again}</Button> : undefined}
      >
        {problem?.traceId ? (
          <Copyable text={problem.traceId} testId="trace-id">
            {t.traceId(problem.traceId)}
          </Copyable>
        ) : null}
      </Result>
    </div>
  )
}
