import { isMasked, maskDocument, maskPhone, type RosterField, type RosterReason } from '@fudao/contracts/roster'
import * as c from '@fudao/contracts/staffing'
import type { LocalDate } from '@fudao/domain-kit'
import type { Contract, ContractTerms } from '../contract/contract-state.js'
import { type Counselor, departureOf, type ServiceRecord, startOf } from '../counselor/counselor-state.js'
import type { NumberClaim } from '../number-claim.js'
import { sameData } from '../own-data.js'
import type { Person } from '../person/person.js'
import type { RosterEntry } from './read-row.js'

/** What is known of the person behind a row, folded from its streams. */
export interface RosterRecord {
  readonly personId: string
  readonly person: Person
  readonly counselorId: string
  readonly counselor: Counselor
  /** The contract of the registration and those that renewed it; the one the row may draft when there is none. */
  readonly contracts: readonly { readonly contractId: string; readonly contract: Contract }[]
  /** Who holds the document number of the row; absent where nobody else uses it. */
  readonly document?: NumberClaim | undefined
  /** Id of a contract that the row drafts. */
  readonly contractId: string
}

type RosterCommand =
  | typeof c.RegisterPerson
  | typeof c.ChangePerson
  | typeof c.DraftContract
  | typeof c.SignContract
  | typeof c.RegisterCounselor
  | typeof c.ChangeEmployment
  | typeof c.ChangePosition
  | typeof c.RecordTitle
/** One command of a row. */
export interface RosterStep {
  readonly command: RosterCommand
  readonly payload: Readonly<Record<string, unknown>>
}

class Unplannable extends Error {
  constructor(readonly reason: RosterReason) {
    super(reason.code)
  }
}
const stop = (code: string, field: RosterField, rules: readonly string[], params: RosterReason['params'] = {}): never => {
  throw new Unplannable({ code, field, rules, params })
}
const keepsRecord = (field: RosterField, given: unknown, recorded: unknown): void => {
  if (given !== undefined && given !== recorded) stop('DiffersFromRecord', field, ['R-AK-31'], { recorded: recorded ?? '—' })
}

/** A masked value stands for the one on record; an empty cell says nothing about it. */
const unmasked = (field: 'idDocument' | 'phone', given: string | undefined, recorded: string | undefined): string | undefined => {
  if (given === undefined) return recorded
  if (!isMasked(given)) return given
  const mask = field === 'phone' ? maskPhone : maskDocument
  return recorded !== undefined && mask(recorded) === given ? recorded : stop('MaskedValue', field, ['R-AK-31'])
}

const without = <T extends object>(data: T): T => Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined)) as T

const planPerson = (entry: RosterEntry, { personId, person }: RosterRecord): RosterStep[] => {
  const known = person.status === 'known' ? person.details : undefined
  const idDocument = unmasked('idDocument', entry.idDocument, known?.idDocument)
  const phone = unmasked('phone', entry.phone, known?.phone)
  const idDocumentType = idDocument === undefined ? undefined : (entry.idDocumentType ?? known?.idDocumentType)
  if (!known) {
    const payload = without({ personId, name: entry.name, staffNo: entry.staffNo, idDocument, idDocumentType, phone })
    return [{ command: c.RegisterPerson, payload }]
  }
  const payload = without({ ...known, name: entry.name, idDocument, idDocumentType, phone })
  const same = sameData(
    { ...payload, idDocumentType: idDocumentType ?? 'residentId' },
    { ...known, idDocumentType: known.idDocumentType ?? 'residentId' },
  )
  return same ? [] : [{ command: c.ChangePerson, payload }]
}

const checkTerms = (asked: NonNullable<RosterEntry['contract']>, { draft, signedOn }: ContractTerms): void => {
  keepsRecord('contractKind', asked.kind, draft.kind)
  keepsRecord('contractFrom', asked.from, draft.from)
  keepsRecord('contractTo', asked.to, draft.to)
  if (signedOn !== undefined) keepsRecord('contractSignedOn', asked.signedOn, signedOn)
}

const planContract = (
  entry: RosterEntry,
  record: RosterRecord,
): { readonly steps: RosterStep[]; readonly contractId: string | undefined } => {
  const asked = entry.contract
  if (!asked) return { steps: [], contractId: undefined }
  const drafted = record.contracts.flatMap(({ contractId, contract }) => (contract.status === 'none' ? [] : [{ contractId, contract }]))
  const held = drafted.find(({ contract }) => contract.terms.draft.from === asked.from) ?? drafted.at(-1)
  const contractId = held?.contractId ?? record.contractId
  const sign = asked.signedOn === undefined ? [] : [{ command: c.SignContract, payload: { contractId, signedOn: asked.signedOn } }]
  if (held) {
    checkTerms(asked, held.contract.terms)
    return { steps: held.contract.status === 'draft' ? sign : [], contractId }
  }
  const { personId, counselorId } = record
  const payload = without({ contractId, personId, counselorId, kind: asked.kind ?? 'employment', from: asked.from, to: asked.to })
  return { steps: [{ command: c.DraftContract, payload }, ...sign], contractId }
}

const positionOf = (entry: RosterEntry, siteId: string) =>
  without({
    positionCategory: entry.positionCategory,
    positionText: entry.positionText,
    departmentId: entry.department.departmentId,
    siteId,
  })

const planRegistration = (entry: RosterEntry, { counselorId, personId }: RosterRecord, contractId: string | undefined): RosterStep => ({
  command: c.RegisterCounselor,
  payload: without({
    counselorId,
    personId,
    personCategory: entry.personCategory ?? entry.employment,
    employment: entry.employment,
    ...positionOf(entry, entry.siteId ?? entry.department.siteId),
    homeRole: entry.homeRole,
    startDate: entry.startDate,
    contractId,
    excellenceEvidence: entry.excellenceEvidence,
    ...(entry.attested ? { attestations: { cond1: true, cond2: true, cond3: true, cond4: true, cond5: true, cond6: true } } : {}),
  }),
})

/** A counselor in service: what has a command of its own is changed, the rest must be as it is on record. */
const planChanges = (entry: RosterEntry, counselorId: string, record: ServiceRecord, asOf: LocalDate): RosterStep[] => {
  keepsRecord('startDate', entry.startDate, startOf(record))
  const { registration } = record
  const other = registration.personCategory === 'otherStudentWork'
  if (entry.personCategory !== undefined && (entry.personCategory === 'otherStudentWork') !== other)
    keepsRecord('personCategory', entry.personCategory, registration.personCategory)
  if (registration.homeRole !== undefined) keepsRecord('homeRole', entry.homeRole, registration.homeRole)
  if (registration.excellenceEvidence !== undefined)
    keepsRecord('excellenceEvidence', entry.excellenceEvidence, registration.excellenceEvidence)
  const effectiveDate = entry.effectiveDate ?? asOf
  const stays = record.position.departmentId === entry.department.departmentId
  const position = positionOf(entry, entry.siteId ?? (stays ? record.position.siteId : entry.department.siteId))
  return [
    ...(record.employment === entry.employment
      ? []
      : [{ command: c.ChangeEmployment, payload: { counselorId, to: entry.employment, effectiveDate } }]),
    ...(sameData(position, record.position) ? [] : [{ command: c.ChangePosition, payload: { counselorId, ...position, effectiveDate } }]),
  ]
}

const planTitle = (entry: RosterEntry, { counselorId, counselor }: RosterRecord): RosterStep[] => {
  const held = counselor.status === 'none' ? [] : counselor.record.titles
  if (!entry.title || held.some(({ title, rank, discipline, grantedOn }) => sameData({ title, rank, discipline, grantedOn }, entry.title)))
    return []
  return [{ command: c.RecordTitle, payload: { counselorId, ...entry.title } }]
}

const steps = (entry: RosterEntry, record: RosterRecord, asOf: LocalDate): RosterStep[] => {
  const { person, counselor, counselorId } = record
  if (person.status === 'erased') stop('PersonErased', 'staffNo', ['PIPL-47'])
  const contract = planContract(entry, record)
  const serving = counselor.status === 'active' || counselor.status === 'onLeave'
  if (counselor.status === 'deregistered') {
    const lastDay = departureOf(counselor.record.intervals.at(-1))?.lastDay ?? ''
    if (entry.startDate <= lastDay) stop('HasLeft', 'startDate', ['R-AK-31'], { lastDay })
  }
  return [
    ...planPerson(entry, record),
    ...contract.steps,
    ...(serving ? planChanges(entry, counselorId, counselor.record, asOf) : [planRegistration(entry, record, contract.contractId)]),
    ...planTitle(entry, record),
  ]
}

/** The commands that make the record what the row says, in their order; none where it is so already. */
export const planRow = (
  entry: RosterEntry,
  record: RosterRecord,
  asOf: LocalDate,
): { readonly steps: readonly RosterStep[] } | { readonly reasons: readonly RosterReason[] } => {
  try {
    return { steps: steps(entry, record, asOf) }
  } catch (error) {
    if (error instanceof Unplannable) return { reasons: [error.reason] }
    throw error
  }
}
