import type { DatabaseOwner } from './databases.js'

/** A service of the repository as the launcher runs it: `services/<name>/dist/main.js`. */
export interface ServiceDefinition {
  /** Services of one stage start together, after all of the stage before are ready; they stop in the opposite order. */
  readonly stage: 1 | 2 | 3
  /** Database of its own. */
  readonly database?: DatabaseOwner
  /** Encrypts personal data (A8), so it gets the master key. */
  readonly masterKey?: boolean
}

const definitions = {
  ledger: { stage: 1, database: 'ledger', masterKey: true },
  registry: { stage: 2, masterKey: true },
  staffing: { stage: 2, database: 'staffing', masterKey: true },
  assessment: { stage: 2, database: 'assessment', masterKey: true },
  clock: { stage: 2 },
  rules: { stage: 2, database: 'rules', masterKey: true },
  projector: { stage: 2, database: 'projector', masterKey: true },
  gateway: { stage: 3 },
} as const satisfies Record<string, ServiceDefinition>

export type ServiceName = keyof typeof definitions
export const services: Readonly<Record<ServiceName, ServiceDefinition>> = definitions
export const serviceNames = Object.keys(definitions) as readonly ServiceName[]
export const stages = [1, 2, 3] as const
