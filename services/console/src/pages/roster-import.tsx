import { DownloadOutlined, FileSearchOutlined, ImportOutlined, UploadOutlined } from '@ant-design/icons'
import type { RosterJob } from '@fudao/contracts/roster'
import { useMutation } from '@tanstack/react-query'
import { Alert, Button, Card, Flex, Progress, Typography } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { isApiProblem } from '../api/problem'
import { followImport, rosterPath, saveWorkbook, startImport } from '../api/roster'
import { busy } from '../parts/busy'
import { ProblemPanel } from '../parts/problem-panel'
import { endSession, type Session } from '../session/session'
import { useTexts } from '../texts/language'

interface Run {
  readonly file: File
  readonly dryRun: boolean
}

/** How far it is, and in the end what came of it and the workbook with the rows that came back. */
const JobPanel = ({ session, job }: { readonly session: Session; readonly job: RosterJob }) => {
  const { t, language } = useTexts()
  const take = useMutation({ mutationFn: (path: string) => saveWorkbook(session, language, path) })
  const over = job.state !== 'running'
  const { result } = job
  return (
    <div data-testid="roster-job" data-state={job.state} data-dry-run={job.dryRun}>
      <Progress
        percent={job.total === 0 ? 100 : Math.floor((100 * job.done) / job.total)}
        status={over ? (job.state === 'broken' ? 'exception' : 'normal') : 'active'}
        aria-label={t.rosterProgress(job.done, job.total)}
      />
      <Typography.Paragraph role="status">
        {over ? null : t.rosterProgress(job.done, job.total)}
        {over && job.state === 'broken' ? t.rosterBroken : null}
        {over && job.state === 'done' ? (job.dryRun ? t.rosterWould : t.rosterDid)(job.accepted, job.unchanged, job.failed) : null}
      </Typography.Paragraph>
      {result ? (
        <Button
          icon={<DownloadOutlined aria-hidden />}
          loading={busy(take.isPending)}
          onClick={() => take.mutate(result)}
          data-testid="roster-result"
        >
          {t.rosterFaulty(job.failed)}
        </Button>
      ) : null}
      {take.error ? <ProblemPanel error={take.error} /> : null}
    </div>
  )
}

/** Import of a roster: the template, a file, first a look at what it would do, then the import itself; a mended file goes the same way. */
export const RosterImport = ({ session }: { readonly session: Session }) => {
  const { t, language } = useTexts()
  const field = useRef<HTMLInputElement>(null)
  const [file, setFile] = useState<File>()
  const [job, setJob] = useState<RosterJob>()
  const leaving = useRef(new AbortController())
  useEffect(() => {
    const abort = new AbortController()
    leaving.current = abort
    return () => abort.abort()
  }, [])
  const template = useMutation({ mutationFn: () => saveWorkbook(session, language, rosterPath(session.campus, 'roster-template')) })
  const run = useMutation({
    mutationFn: async ({ file: chosen, dryRun }: Run) => {
      const begun = await startImport(session, language, chosen, dryRun)
      setJob(begun)
      return followImport(session, language, begun.jobId, setJob, leaving.current.signal)
    },
    onError: (error) => {
      if (isApiProblem(error) && error.status === 401) endSession()
    },
  })
  const begin = (dryRun: boolean) => {
    if (!file) return
    setJob(undefined)
    run.mutate({ file, dryRun })
  }
  const choose = (chosen: File | undefined) => {
    setFile(chosen)
    setJob(undefined)
    run.reset()
  }
  const looked = job?.state === 'done' && job.dryRun
  return (
    <Card size="small" title={t.rosterImport} style={{ marginBlockEnd: 16 }} data-testid="roster-import">
      <Typography.Paragraph type="secondary">{t.rosterHint}</Typography.Paragraph>
      <Flex wrap gap="small" align="center" style={{ marginBlockEnd: 12 }}>
        <Button
          icon={<DownloadOutlined aria-hidden />}
          loading={busy(template.isPending)}
          onClick={() => template.mutate()}
          data-testid="roster-template"
        >
          {t.rosterTemplate}
        </Button>
        <input
          ref={field}
          type="file"
          accept=".xlsx"
          hidden
          aria-label={t.rosterChoose}
          onChange={(event) => {
            choose(event.target.files?.[0])
            // the same name may be chosen again once the file is mended
            event.target.value = ''
          }}
          data-testid="roster-file"
        />
        <Button
          icon={<UploadOutlined aria-hidden />}
          disabled={run.isPending}
          onClick={() => field.current?.click()}
          data-testid="roster-choose"
        >
          {t.rosterChoose}
        </Button>
        <Typography.Text data-testid="roster-file-name">{file?.name ?? t.rosterNoFile}</Typography.Text>
      </Flex>
      <Flex wrap gap="small" align="center" style={{ marginBlockEnd: 12 }}>
        <Button
          type={looked ? 'default' : 'primary'}
          icon={<FileSearchOutlined aria-hidden />}
          disabled={!file}
          loading={busy(run.isPending && run.variables.dryRun)}
          onClick={() => begin(true)}
          data-testid="roster-check"
        >
          {t.rosterCheck}
        </Button>
        <Button
          type={looked ? 'primary' : 'default'}
          icon={<ImportOutlined aria-hidden />}
          disabled={!looked || job.accepted === 0}
          loading={busy(run.isPending && !run.variables.dryRun)}
          onClick={() => begin(false)}
          data-testid="roster-confirm"
        >
          {t.rosterConfirm(looked ? job.accepted : 0)}
        </Button>
        {looked && job.accepted === 0 ? <Typography.Text type="secondary">{t.rosterNothing}</Typography.Text> : null}
      </Flex>
      {template.error ? <ProblemPanel error={template.error} onRetry={() => template.mutate()} /> : null}
      {run.error ? <ProblemPanel error={run.error} onRetry={() => begin(run.variables?.dryRun ?? true)} /> : null}
      {job ? <JobPanel session={session} job={job} /> : null}
      {job?.state === 'done' && !job.dryRun && job.failed > 0 ? <Alert type="info" title={t.rosterAgain} /> : null}
    </Card>
  )
}
