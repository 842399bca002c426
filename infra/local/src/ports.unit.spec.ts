import { expect, test } from 'vitest'
import { defaultBasePort, listPorts, portSpan, portsFrom } from './ports.js'

test('the gateway is the base port, PostgreSQL and NATS follow, health ports begin ten later', () => {
  const ports = portsFrom(defaultBasePort)
  expect(ports).toMatchObject({ gateway: 4170, postgres: 4171, nats: 4172, natsMonitor: 4173 })
  expect(ports.health.ledger).toBe(4180)
})

test('all ports differ and lie within the span, so that checkouts a span apart never meet', () => {
  const numbers = listPorts(portsFrom(5000)).map(([, port]) => port)
  expect(new Set(numbers).size).toBe(numbers.length)
  expect(Math.min(...numbers)).toBe(5000)
  expect(Math.max(...numbers)).toBeLessThan(5000 + portSpan)
})
