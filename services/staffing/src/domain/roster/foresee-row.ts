import { issuesOf } from '@fudao/contracts/kit'
import { type RosterField, type RosterReason, rosterFields } from '@fudao/contracts/roster'
import { type DecisionContext, Refusal } from '@fudao/domain-kit'
import { contractDecider } from '../contract/contract.js'
import { counselorDecider } from '../counselor/counselor.js'
import { claimsDocument, type Person, personDecider } from '../person/person.js'
import type { RosterRecord, RosterStep } from './plan-row.js'

/** A step with what the record holds before it: the number of events it adds, and how many stand on its stream since the plan. */
export interface ForeseenStep extends RosterStep {
  readonly events: number
  /** Events that earlier steps of the row add to the same stream. */
  readonly before: number
}
export type Foreseen = { readonly steps: readonly ForeseenStep[] } | { readonly reasons: readonly RosterReason[] }

type Context = Omit<DecisionContext, 'facts'>
type AnyDecider = {
  readonly decide: (command: never, state: never) => readonly { readonly type: string }[]
  readonly evolve: (state: never, event: never) => unknown
}

/** Column behind a field of a payload, or behind a refusal that names none. */
const columns: Readonly<Record<string, RosterField>> = {
  kind: 'contractKind',
  kindText: 'contractKind',
  from: 'contractFrom',
  to: 'contractTo',
  signedOn: 'contractSignedOn',
  rank: 'titleRank',
  discipline: 'titleDiscipline',
  grantedOn: 'titleGrantedOn',
  ContractMissing: 'contractSignedOn',
  ForbiddenContractKind: 'contractKind',
  PartTimeSourceInvalid: 'homeRole',
  AttestationMissing: 'attested',
  TitleRegression: 'titleRank',
  DateBeforeStart: 'effectiveDate',
  AlreadyRegistered: 'staffNo',
  DocumentHeld: 'idDocument',
  PersonErased: 'staffNo',
}
const columnOf = (name: unknown): RosterField | undefined =>
  typeof name !== 'string' ? undefined : (columns[name] ?? rosterFields.find((field) => field === name))

export const reasonOfRefusal = (code: string, rules: readonly string[], params: RosterReason['params']): RosterReason => {
  const field = columnOf(params.field) ?? columnOf(code)
  // ids are nothing a reader of the file knows
  const { contractId: _contract, personId: _person, counselorId: _counselor, ...shown } = params
  return { code, rules, params: shown, ...(field ? { field } : {}) }
}

/** Whether a command about the person asks for a document number that is not theirs yet. */
const claims = ({ command, payload }: RosterStep, person: Person): boolean =>
  (command.name === 'RegisterPerson' || command.name === 'ChangePerson') &&
  claimsDocument({ type: command.name, data: payload } as Parameters<typeof claimsDocument>[0], person)

/**
 * Decides the steps one after the other on the record, as the deciders will: a row with a step that would be refused is refused whole. What
 * it cannot see: another request between this look and the commands.
 */
export const foreseeRow = (steps: readonly RosterStep[], record: RosterRecord, context: Context): Foreseen => {
  const state = { person: record.person as unknown, counselor: record.counselor as unknown }
  const contracts = new Map<unknown, unknown>(record.contracts.map(({ contractId, contract }) => [contractId, contract]))
  const added = new Map<string, number>()
  const foreseen: ForeseenStep[] = []
  for (const step of steps) {
    const { command, payload } = step
    const issues = issuesOf(command.payload, payload)
    if (issues.length > 0)
      return {
        reasons: issues.map(({ path }) => {
          const field = columnOf(path)
          return { code: 'CellMalformed', rules: [], params: {}, ...(field ? { field } : {}) }
        }),
      }
    const { name } = command.aggregate
    const facts =
      name === 'Person'
        ? { staffNumber: undefined, idDocument: claims(step, state.person as Person) ? record.document : undefined }
        : { contract: contracts.get(payload.contractId), candidacy: undefined, person: { erased: false } }
    const decider: AnyDecider = name === 'Person' ? personDecider : name === 'EmploymentContract' ? contractDecider : counselorDecider
    const before =
      name === 'Person'
        ? state.person
        : name === 'EmploymentContract'
          ? (contracts.get(payload.contractId) ?? contractDecider.initialState())
          : state.counselor
    try {
      const asked = { type: command.name, data: command.payload.parse(payload), metadata: { ...context, facts } }
      const events = decider.decide(asked as never, before as never)
      const after = events.reduce<unknown>((folded, event) => decider.evolve(folded as never, event as never), before)
      if (name === 'Person') state.person = after
      else if (name === 'EmploymentContract') contracts.set(payload.contractId, after)
      else state.counselor = after
      foreseen.push({ ...step, events: events.length, before: added.get(name) ?? 0 })
      added.set(name, (added.get(name) ?? 0) + events.length)
    } catch (error) {
      if (error instanceof Refusal) return { reasons: [reasonOfRefusal(error.code, error.rules, error.params)] }
      throw error
    }
  }
  return { steps: foreseen }
}
