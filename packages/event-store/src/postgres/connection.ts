import pg from 'pg'

/** Values as the server's text: JSON is never parsed, numbers are converted by whoever knows them. */
export const rawTypes: pg.CustomTypesConfig = { getTypeParser: () => (value: string | Buffer) => value }

export const clientConfig = (url: string, name: string): pg.ClientConfig => ({
  connectionString: url,
  application_name: name,
  keepAlive: true,
  connectionTimeoutMillis: 5_000,
  // The client gives up after the server did: then the outcome is known unless the network hangs.
  statement_timeout: 10_000,
  query_timeout: 12_000,
  options: '-c TimeZone=UTC -c DateStyle=ISO',
})

/**
 * Whether the server answered and the connection lives, so that the statement is known to have been rolled back.
 * Anything else (socket errors, time-outs, FATAL, class 08, 57P0x) leaves the outcome of a commit open.
 */
export const isServerAnswer = (error: unknown): error is pg.DatabaseError & { readonly code: string } =>
  error instanceof pg.DatabaseError && error.code !== undefined && error.severity !== 'FATAL' && !/^(08|57P0)/.test(error.code)

/** Whether the content of the statement is at fault, so that it would fail again. */
export const isContentError = (error: pg.DatabaseError & { readonly code: string }): boolean => /^(22|23|54)/.test(error.code)

/** `2026-11-21 05:30:43.123+00` (a session in UTC) → RFC 3339. */
export const toInstant = (timestamp: string): string => `${timestamp.slice(0, 10)}T${timestamp.slice(11, -3)}Z`
