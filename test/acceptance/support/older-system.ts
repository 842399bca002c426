import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createLedger } from '@fudao/ledger-client'
import { passwordOf } from '@fudao/local/passwords'
import { connectNats } from '@fudao/messaging'
import { createLogger } from '@fudao/telemetry'
import { inject } from 'vitest'

const logger = createLogger('acceptance', { level: 'error' })

/**
 * Appends the last event of a stream once more with other data, past the services: what a system before this one may have stored and
 * this one refuses to.
 */
export const storedByAnOlderSystem = async (campus: string, stream: string, change: Readonly<Record<string, unknown>>): Promise<void> => {
  const secret = (await readFile(join(inject('dataPath'), 'secrets', 'password.key'), 'utf8')).trim()
  const nc = await connectNats({
    url: inject('natsUrl'),
    name: 'acceptance',
    user: 'registry',
    pass: passwordOf(secret, 'nats', 'registry'),
    logger,
  })
  try {
    const ledger = createLedger(nc)
    const [slice] = await ledger.read(campus, [{ stream }])
    const last = slice?.events.at(-1)
    if (!last) throw new Error(`${stream} holds nothing`)
    const data = JSON.stringify({ ...last.data, ...change })
    const { type, metadata } = last
    const metadataOfAnother = JSON.stringify({ ...metadata, commandid: randomUUID() })
    const event = { id: randomUUID(), type, data, metadata: metadataOfAnother }
    await ledger.append(campus, { stream, expectedRevision: last.revision, events: [event] })
  } finally {
    await nc.close()
  }
}
