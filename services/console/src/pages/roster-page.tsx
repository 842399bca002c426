import { DownloadOutlined, UploadOutlined } from '@ant-design/icons'
import { rosterImporters } from '@fudao/contracts/roster'
import { counselorRegisterView } from '@fudao/contracts/views'
import { useMutation } from '@tanstack/react-query'
import { Button, Checkbox, Flex, Form, Input, Typography } from 'antd'
import { useState } from 'react'
import { rosterPath, saveWorkbook } from '../api/roster'
import { busy } from '../parts/busy'
import { ProblemPanel } from '../parts/problem-panel'
import type { Session } from '../session/session'
import { useTexts } from '../texts/language'
import { RosterImport } from './roster-import'
import { ViewPage } from './view-page'

/** The register of counselors (D-13), its workbook to take out, and the import of one (R-AK-31). */
export const RosterPage = ({ session }: { readonly session: Session }) => {
  const { t, language } = useTexts()
  const [full, setFull] = useState(false)
  const [reason, setReason] = useState('')
  const [imports, setImports] = useState(false)
  const mayImport = rosterImporters.includes(session.role)
  const take = useMutation({
    mutationFn: () => {
      const query = full ? `?${new URLSearchParams({ numbers: 'full', reason }).toString()}` : ''
      return saveWorkbook(session, language, `${rosterPath(session.campus, 'roster-export')}${query}`)
    },
  })
  return (
    <>
      <Flex wrap gap="small" align="center" style={{ marginBlockEnd: 16 }}>
        <Button
          icon={<DownloadOutlined aria-hidden />}
          loading={busy(take.isPending)}
          disabled={full && reason.trim() === ''}
          onClick={() => take.mutate()}
          data-testid="roster-export"
        >
          {t.rosterExport}
        </Button>
        {mayImport ? (
          <>
            <Checkbox checked={full} onChange={(event) => setFull(event.target.checked)} data-testid="roster-full">
              {t.rosterFull}
            </Checkbox>
            <Button
              icon={<UploadOutlined aria-hidden />}
              aria-expanded={imports}
              onClick={() => setImports(!imports)}
              data-testid="roster-import-open"
            >
              {t.rosterImport}
            </Button>
          </>
        ) : null}
        <Typography.Text type="secondary">{t.rosterExportHint}</Typography.Text>
      </Flex>
      {full ? (
        <Form.Item label={t.rosterReason} htmlFor="roster-reason" layout="vertical" extra={t.rosterReasonHint} required>
          <Input
            id="roster-reason"
            value={reason}
            onChange={({ target }) => setReason(target.value)}
            maxLength={200}
            required
            data-testid="roster-reason"
          />
        </Form.Item>
      ) : null}
      {take.error ? <ProblemPanel error={take.error} onRetry={() => take.mutate()} /> : null}
      {imports ? <RosterImport session={session} /> : null}
      <ViewPage session={session} view={counselorRegisterView} />
    </>
  )
}
