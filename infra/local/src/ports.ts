import type { ServiceName } from './services.js'
import { serviceNames } from './services.js'

export const defaultBasePort = 4170
/** Distance of two checkouts that run side by side: every port lies in [base, base + span). */
export const portSpan = 30

export interface Ports {
  readonly gateway: number
  readonly postgres: number
  readonly nats: number
  readonly natsMonitor: number
  readonly health: Readonly<Record<ServiceName, number>>
}

/** Every port of a checkout from its base port. */
export const portsFrom = (base: number): Ports => ({
  gateway: base,
  postgres: base + 1,
  nats: base + 2,
  natsMonitor: base + 3,
  // The gateway answers for its health where it serves people: ready means that they can reach it.
  health: Object.fromEntries(serviceNames.map((name, i) => [name, name === 'gateway' ? base : base + 10 + i])) as Record<
    ServiceName,
    number
  >,
})

/** All of them, with the name a person knows. */
export const listPorts = (ports: Ports): readonly (readonly [string, number])[] => [
  ['gateway', ports.gateway],
  ['postgres', ports.postgres],
  ['nats', ports.nats],
  ['nats monitor', ports.natsMonitor],
  ...Object.entries(ports.health).filter(([name]) => name !== 'gateway'),
]
