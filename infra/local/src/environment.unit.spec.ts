import { expect, test } from 'vitest'
import { environmentOf, type Surroundings } from './environment.js'
import { portsFrom } from './ports.js'
import { serviceNames } from './services.js'

const databases = {
  ledger: 'postgres://ledger',
  rules: 'postgres://rules',
  projector: 'postgres://projector',
  staffing: 'postgres://staffing',
  assessment: 'postgres://assessment',
}
const around: Surroundings = {
  mode: 'demo',
  ports: portsFrom(4170),
  secrets: { masterKey: 'MASTER', tokenKey: 'TOKEN', passwordKey: 'PASSWORDS' },
  databases,
  natsUrl: 'nats://127.0.0.1:4172',
  natsUser: (service) => ({ user: service, password: `nats-${service}` }),
}
const own = {
  PATH: '/bin',
  AWS_SECRET: 'no',
  npm_config_token: 'no',
  DATABASE_URL: 'postgres://admin',
  NATS_PASSWORD: 'admin',
  OTEL_EXPORTER_OTLP_ENDPOINT: 'http://o',
}

test.each(serviceNames)('%s gets its own credentials and no other’s', (name) => {
  const env = environmentOf(name, around, own)
  const text = JSON.stringify(env)
  expect(env).toMatchObject({ PATH: '/bin', FUDAO_MODE: 'demo', NATS_USER: name, NATS_PASSWORD: `nats-${name}`, OTEL_SERVICE_NAME: name })
  expect(text).not.toMatch(/admin|AWS|npm_|PASSWORDS/)
  for (const other of serviceNames) if (other !== name) expect(text).not.toContain(`nats-${other}`)
  expect(env.DATABASE_URL).toBe((databases as Readonly<Record<string, string>>)[name])
  expect('FUDAO_TOKEN_KEY' in env).toBe(name === 'gateway')
})

test('the event store is the ledger’s database unless another is named, and only the ledger knows it', () => {
  expect(environmentOf('ledger', around, {}).EVENT_STORE_URL).toBe('postgres://ledger')
  const named = { EVENT_STORE_URL: 'kurrentdb://store:2113' }
  expect(environmentOf('ledger', around, named).EVENT_STORE_URL).toBe('kurrentdb://store:2113')
  expect(environmentOf('staffing', around, named)).not.toHaveProperty('EVENT_STORE_URL')
})

test('every service has a health port of its own; the gateway answers where it serves', () => {
  const ports = serviceNames.map((name) => environmentOf(name, around, {})[name === 'gateway' ? 'PORT' : 'HEALTH_PORT'])
  expect(new Set(ports).size).toBe(serviceNames.length)
})
