import { inboxPrefixOf } from '@fudao/messaging'
import { expect, test } from 'vitest'
import { askersOf, type NatsUserName, natsUserNames, permissionsOf, renderNatsAuthorization } from './nats-permissions.js'
import { serviceNames } from './services.js'

const others = (name: NatsUserName) => natsUserNames.filter((n) => n !== name)

test('every service has a user of its own; the only other one reads for analytics', () => {
  expect([...natsUserNames].sort()).toEqual([...serviceNames, 'analytics'].sort())
})

test('only the ledger may publish events', () => {
  for (const name of natsUserNames)
    expect(
      permissionsOf(name).publish.some((s) => s.startsWith('evt.') || s === '>'),
      name,
    ).toBe(name === 'ledger')
})

test.each(natsUserNames)('%s hears its own inbox and no other', (name) => {
  const inboxes = permissionsOf(name).subscribe.filter((s) => s.startsWith('_INBOX') || s.startsWith('>') || s.startsWith('*'))
  expect(inboxes).toEqual([`${inboxPrefixOf(name)}.>`])
  for (const other of others(name)) expect(inboxPrefixOf(other).startsWith(`${inboxPrefixOf(name)}.`)).toBe(false)
})

test.each(natsUserNames)('%s may not delete streams or messages', (name) => {
  for (const subject of permissionsOf(name).publish) expect(subject).not.toMatch(/^\$JS\.API\.(>|\*|STREAM\.(>|\*|DELETE|MSG\.DELETE))/)
})

test('A8: only staffing may have a key destroyed, only the ledger says that one was', () => {
  for (const name of natsUserNames) {
    const { publish } = permissionsOf(name)
    expect(publish.includes('ledger.*.erase') || publish.some((s) => s.startsWith('ledger.>') || s === 'ledger.*.*'), name).toBe(
      name === 'staffing',
    )
    expect(
      publish.some((s) => s.startsWith('keys.')),
      name,
    ).toBe(name === 'ledger')
  }
})

test('only the relay may empty the stream, to fill it again from the store', () => {
  for (const name of natsUserNames)
    expect(permissionsOf(name).publish.includes('$JS.API.STREAM.PURGE.EVENTS'), name).toBe(name === 'ledger')
})

test('no command is heard by two services', () => {
  const heard = natsUserNames.flatMap((name) => permissionsOf(name).subscribe.filter((s) => s.startsWith('cmd.')))
  expect(new Set(heard).size).toBe(heard.length)
})

test('the sandbox of a draft policy: only the rules have decisions made anew, each by the one service that owns them', () => {
  for (const name of natsUserNames)
    expect(
      permissionsOf(name).publish.some((s) => s.startsWith('sandbox.') || s === '>'),
      name,
    ).toBe(name === 'rules')
  const heard = natsUserNames.flatMap((name) => permissionsOf(name).subscribe.filter((s) => s.startsWith('sandbox.')))
  expect(new Set(heard).size).toBe(heard.length)
})

test('the configuration quotes what it is given', () => {
  expect(renderNatsAuthorization((user) => `"${user}"\n`)).toContain(String.raw`user: "ledger", password: "\"ledger\"\n"`)
})

test('an answer may go to those who may ask, and to nobody else', () => {
  expect([...askersOf('ledger')].sort()).toEqual(['assessment', 'clock', 'projector', 'registry', 'rules', 'staffing'])
  expect([...askersOf('staffing')].sort()).toEqual(['gateway', 'rules'])
  // the sandbox of the rules reads the journal and has decisions made anew
  expect([...askersOf('registry')].sort()).toEqual(['gateway', 'rules'])
  expect([...askersOf('projector')].sort()).toEqual(['gateway', 'rules'])
  for (const name of natsUserNames) {
    const answered = permissionsOf(name).publish.filter((s) => s.startsWith('_INBOX'))
    expect(
      answered.every((inbox) => askersOf(name).some((asker) => inbox === `${inboxPrefixOf(asker)}.>`)),
      name,
    ).toBe(true)
  }
})

test('nobody has allow_responses: the server searches every reply subject it remembers at each message', () => {
  expect(renderNatsAuthorization(() => 'x')).not.toContain('allow_responses')
})
