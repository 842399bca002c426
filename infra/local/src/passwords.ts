import { createHmac } from 'node:crypto'

/** Password of a user of PostgreSQL or NATS: derived from the data directory's password key, the same at each start. */
export const passwordOf = (passwordKey: string, system: 'postgres' | 'nats', user: string): string =>
  createHmac('sha256', Buffer.from(passwordKey, 'base64')).update(`${system}/${user}`).digest('base64url')
