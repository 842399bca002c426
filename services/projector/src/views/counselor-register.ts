import { maskDocument, maskPhone, rosterImporters } from '@fudao/contracts/roster'
import { counselorRegisterView, type RowOfView } from '@fudao/contracts/views'
import { sql } from 'kysely'
import { forbidden } from '../query-host.js'
import { sealedField, tableNames as t } from '../tables.js'
import { after, equals, scoped, toPage, type ViewQuery, where } from './view-query.js'

type Item = RowOfView<typeof counselorRegisterView>
type Found = Omit<Item, 'contractKind' | 'contractFrom' | 'contractTo' | 'contractSignedOn'> & { readonly contractId: string | null }
interface Contract {
  readonly root: string
  readonly kind: Item['contractKind']
  readonly from: string
  readonly to: string | null
  readonly signedOn: string | null
}

/** A contract is renewed every few years. */
const MOST_RENEWALS = 20
const masked = (value: unknown, mask: (text: string) => string): string | null => (typeof value === 'string' ? mask(value) : null)

/** D-13. Sorted by id: the staff number is sealed. */
export const counselorRegisterQuery: ViewQuery = {
  view: counselorRegisterView,
  needs: ['campus', 'roster', 'contracts', 'title-structure'],
  sortKeys: 1,
  show: (actor, { numbers }) => {
    if (numbers !== 'full')
      return (item) => ({ ...item, idDocument: masked(item.idDocument, maskDocument), phone: masked(item.phone, maskPhone) })
    if (!rosterImporters.includes(actor.role)) throw forbidden(actor)
    return (item) => item
  },
  read: async (db, filter, context) => {
    const found = await sql<Found>`
      select co."counselorId" as id, co."counselorId", co."personId", ${sealedField('staffNo')} as "staffNo", ${sealedField('name')} as name, p."idDocumentType",
        ${sealedField('idDocument')} as "idDocument", ${sealedField('phone')} as phone, co.employment, co."personCategory", co."positionCategory",
        co."positionText", co."departmentId", d.name as "departmentName", co."siteId", co."startDate", co."homeRole", co."excellenceEvidence",
        co.attested, co."contractId", h.title as "heldTitle", h.rank as "titleRank", h.discipline as "titleDiscipline", h."grantedOn" as "titleGrantedOn", co.status as state
      from ${t.counselors} co
      left join ${t.people} p on p.campus = co.campus and p."personId" = co."personId"
      left join ${t.departments} d on d.campus = co.campus and d."departmentId" = co."departmentId"
      left join lateral (select title, rank, discipline, "grantedOn" from ${t.heldTitles} h
        where h.campus = co.campus and h."counselorId" = co."counselorId"
        order by "grantedOn" desc, "eventId" desc limit 1) h on true
      where ${where(
        sql`co.campus = ${context.campus}`,
        sql`co.status <> 'deregistered'`,
        equals(sql`co."counselorId"`, filter.counselorId),
        equals(sql`co."departmentId"`, filter.departmentId),
        equals(sql`co.employment`, filter.employment),
        scoped(context.scope, { departmentId: sql`co."departmentId"`, counselorId: sql`co."counselorId"` }),
        after([sql`co."counselorId"`], context.after),
      )}
      order by co."counselorId" limit ${context.limit + 1}`.execute(db)
    const { rows, next } = toPage(found.rows, context.limit, (row) => [row.counselorId])
    const registered = rows.flatMap(({ contractId }) => contractId ?? [])
    const contracts = await sql<Contract>`
      with recursive chain as (
        select c."contractId" as root, c.kind, c."from", c."to", c."signedOn", c."renewedAs", 0 as renewals from ${t.contracts} c
        where c.campus = ${context.campus} and c."contractId" = any (${registered})
        union all
        select chain.root, c.kind, c."from", c."to", c."signedOn", c."renewedAs", chain.renewals + 1 from chain
        join ${t.contracts} c on c.campus = ${context.campus} and c."contractId" = chain."renewedAs"
        where chain.renewals < ${MOST_RENEWALS}
      )
      select distinct on (root) root, kind, "from", "to", "signedOn" from chain order by root, renewals desc`.execute(db)
    const last = new Map(contracts.rows.map((contract) => [contract.root, contract]))
    const items = rows.map(({ contractId, ...row }): Item => {
      const contract = contractId === null ? undefined : last.get(contractId)
      return {
        ...row,
        contractKind: contract?.kind ?? null,
        contractFrom: contract?.from ?? null,
        contractTo: contract?.to ?? null,
        contractSignedOn: contract?.signedOn ?? null,
      }
    })
    return { items, next }
  },
}
