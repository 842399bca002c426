import type pg from 'pg'

/** A statement that this database role may not run, or a server too old to know it. */
const notAllowed = ['42501', '42883', '42704']

/**
 * Lets what PostgreSQL wrote ahead so far vanish from `pg_wal`: a checkpoint makes the old segments free, and those that were kept
 * for use again, with their old bytes, are written over by switching through them. `false`: the role may not do that
 * (it needs `pg_checkpoint`, `pg_monitor` and execute on `pg_switch_wal`), and the log goes with the next ones in its own time.
 */
export const overwriteLog = async (pool: pg.Pool): Promise<boolean> => {
  const client = await pool.connect()
  try {
    await client.query('select pg_switch_wal()')
    await client.query('checkpoint')
    const { rows } = await client.query<{ ahead: number }>(
      "select count(*)::int as ahead from pg_ls_waldir() where name ~ '^[0-9A-F]{24}$' and name > pg_walfile_name(pg_current_wal_lsn())",
    )
    for (let left = rows[0]?.ahead ?? 0; left >= 0; left -= 1) {
      // a switch does nothing in a segment that holds nothing yet
      await client.query("select pg_logical_emit_message(false, 'fudao', 'erased')")
      await client.query('select pg_switch_wal()')
    }
    await client.query('checkpoint')
    return true
  } catch (error) {
    if (notAllowed.includes(String((error as { readonly code?: unknown }).code))) return false
    throw error
  } finally {
    client.release()
  }
}
