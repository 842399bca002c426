import type { contractsView, RowOfView } from '@fudao/contracts/views'
import { useView } from '../api/queries'
import { ClearanceTag } from '../parts/clearance-tag'
import { type Column, DataTable } from '../parts/data-table'
import { WhyButton } from '../parts/why-button'
import type { Session } from '../session/session'
import { useTexts } from '../texts/language'

type Row = RowOfView<typeof contractsView>

/** Contracts of the campus and whether each may be renewed (RM-14). */
export const ContractsPage = ({ session }: { readonly session: Session }) => {
  const { t, word, language } = useTexts()
  const query = useView<Row>(session, language, 'contracts')
  const columns: readonly Column<Row>[] = [
    { key: 'name', title: t.name, text: (r) => r.name ?? t.unknownPerson },
    { key: 'counselorId', title: t.counselor, text: (r) => r.counselorId },
    { key: 'department', title: t.department, text: (r) => r.departmentName ?? r.departmentId },
    {
      key: 'clearance',
      title: t.clearance,
      text: (r) => (r.clearance ? t[r.clearance] : t.noClearance),
      render: (r) => <ClearanceTag clearance={r.clearance} />,
    },
    { key: 'basis', title: t.basis, text: (r) => (r.reason ? [r.basisYear, word(r.reason)].filter(Boolean).join(' ') : null) },
    { key: 'kind', title: t.kind, text: (r) => word(r.kind) },
    { key: 'state', title: t.contractState, text: (r) => word(r.state) },
    { key: 'to', title: t.endDate, text: (r) => r.to ?? t.openEnded },
    { key: 'renewalDueOn', title: t.renewalDue, text: (r) => r.renewalDueOn },
    {
      key: 'last',
      title: t.lastGrade,
      text: (r) => (r.lastAssessment ? `${r.lastAssessment.year} ${word(r.lastAssessment.grade)}` : null),
    },
    {
      key: 'why',
      title: t.why,
      unordered: true,
      text: (r) => r.contractId,
      render: (r) => <WhyButton kind="contract" id={r.contractId} subject={r.name ?? r.contractId} />,
    },
  ]
  const clearances = ['cleared', 'held', 'barred'] as const
  const states = ['draft', 'active', 'renewalDue', 'renewed', 'expired', 'terminated']
  return (
    <DataTable
      name="contracts"
      title={t.contracts}
      columns={columns}
      filters={[
        {
          key: 'clearance',
          label: t.clearance,
          options: [...clearances.map((c) => ({ value: c, label: t[c] })), { value: 'none', label: t.noClearance }],
        },
        { key: 'state', label: t.contractState, options: states.map((s) => ({ value: s, label: word(s) })) },
      ]}
      matches={(r, filter, value) => (filter === 'clearance' ? (r.clearance ?? 'none') : r.state) === value}
      rowKey={(r) => r.contractId}
      query={query}
      empty={{ title: t.emptyContracts, next: t.emptyContractsNext }}
    />
  )
}
