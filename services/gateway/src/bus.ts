import type { CommandMessage, CommandReply } from '@fudao/contracts/kit'
import type { SandboxMessage, SandboxReply } from '@fudao/contracts/policy'
import type { RosterReply, RosterRequest } from '@fudao/contracts/roster'
import type { QueryMessage, QueryReply } from '@fudao/contracts/views'
import { liveSubject, sendCommand, sendQuery, sendRoster, sendSandbox } from '@fudao/messaging'
import type { NatsConnection } from '@nats-io/nats-core'

/** The gateway's only way to the services. */
export interface Bus {
  readonly command: (campus: string, context: string, command: string, message: CommandMessage) => Promise<CommandReply>
  readonly query: (campus: string, name: string, message: QueryMessage) => Promise<QueryReply<unknown>>
  /** Tries a draft policy; a long history takes a while. */
  readonly sandbox: (tenant: string, message: SandboxMessage) => Promise<SandboxReply>
  /** Carries out some rows of a roster file. */
  readonly roster: (campus: string, request: RosterRequest) => Promise<RosterReply>
  /** Calls back for each change published for the campus; returns the end of it. */
  readonly watch: (campus: string, onChange: (change: unknown) => void) => () => void
  readonly connected: () => boolean
  readonly close: () => Promise<void>
}

export interface BusOptions {
  readonly commandTimeoutMs: number
  readonly queryTimeoutMs: number
}

/** What a replay of several histories may take. */
const SANDBOX_TIMEOUT_MS = 90_000
/** Fifty rows are some two hundred commands, beside what others ask for. */
const ROSTER_TIMEOUT_MS = 60_000

export const makeBus = (nc: NatsConnection, options: BusOptions): Bus => {
  let up = true
  const follow = async () => {
    for await (const { type } of nc.status()) {
      if (type === 'disconnect') up = false
      if (type === 'reconnect') up = true
    }
    up = false
  }
  void follow()
  return {
    command: (campus, context, command, message) =>
      sendCommand(nc, campus, context, command, message, { timeoutMs: options.commandTimeoutMs }),
    query: (campus, name, message) => sendQuery(nc, campus, name, message, { timeoutMs: options.queryTimeoutMs }),
    sandbox: (tenant, message) => sendSandbox(nc, tenant, message, { timeoutMs: SANDBOX_TIMEOUT_MS }),
    roster: (campus, request) => sendRoster(nc, campus, request, { timeoutMs: ROSTER_TIMEOUT_MS }),
    watch: (campus, onChange) => {
      const subscription = nc.subscribe(liveSubject(campus), {
        callback: (error, message) => {
          if (!error) onChange(message.json())
        },
      })
      return () => subscription.unsubscribe()
    },
    connected: () => up && !nc.isClosed(),
    close: () => (nc.isClosed() ? Promise.resolve() : nc.drain()),
  }
}
