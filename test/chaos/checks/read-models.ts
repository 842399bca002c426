import { isDeepStrictEqual } from 'node:util'
import { CONTROL_SCHEMA, foldAll, type ProjectionDefinition, schemaOf, type TableDefinition } from '@fudao/projections'
import { projections } from '@fudao/service-projector/projections'
import pg from 'pg'
import { type StoredEvent, some, toProjected } from '../evidence.js'
import type { Violation } from '../history.js'
import type { World } from '../world.js'

type Row = Readonly<Record<string, unknown>>

/** Rows as they come back from JSON, by their whole key. */
const indexed = (table: TableDefinition, rows: readonly Row[]): ReadonlyMap<string, Row> =>
  new Map(
    rows.map((row) => {
      const plain = JSON.parse(JSON.stringify(row)) as Row
      return [JSON.stringify(['campus', ...table.key].map((column) => plain[column])), plain]
    }),
  )

export const compareRows = (table: TableDefinition, live: readonly Row[], rebuilt: readonly Row[]): readonly string[] => {
  const [there, wanted] = [indexed(table, live), indexed(table, rebuilt)]
  const missing = [...wanted].filter(([key, row]) => !isDeepStrictEqual(there.get(key), row))
  const spare = [...there.keys()].filter((key) => !wanted.has(key))
  return [
    ...missing.map(([key, row]) => `${key} is ${JSON.stringify(there.get(key))}, rebuilt ${JSON.stringify(row)}`),
    ...spare.map((key) => `${key} is there, but no event made it`),
  ]
}

const versionIsLive = async (client: pg.Client, { name, version }: ProjectionDefinition): Promise<boolean> => {
  const { rows } = await client.query<{ version: number }>(`select version from ${CONTROL_SCHEMA}.projection where name = $1 and live`, [
    name,
  ])
  return rows.length === 1 && rows[0]?.version === version
}

export interface ReadModelCheck {
  readonly rows: number
  readonly violations: readonly Violation[]
}

/** Every table of every read model, row by row, against a fold of the stored events from the first. */
export const checkReadModels = async (world: World, events: readonly StoredEvent[]): Promise<ReadModelCheck> => {
  const client = new pg.Client({ connectionString: world.database('fudao_projector') })
  await client.connect()
  try {
    const stored = events.map(toProjected)
    const violations: Violation[] = []
    let rows = 0
    for (const projection of projections) {
      const check = `read model ${projection.name}`
      if (!(await versionIsLive(client, projection)))
        violations.push({ check, what: `version ${projection.version} is not the one that is read` })
      const rebuilt = foldAll(projection, projection.prepare ? await projection.prepare(stored) : stored)
      for (const table of projection.tables) {
        const live = (await client.query<Row>(`select * from "${schemaOf(projection)}"."${table.name}"`)).rows
        rows += live.length
        const different = compareRows(table, live, rebuilt.get(table.name) ?? [])
        if (different.length > 0)
          violations.push({
            check,
            what: `${different.length} of ${live.length} rows of ${table.name} differ from a fresh rebuild: ${some(different)}`,
          })
      }
    }
    return { rows, violations }
  } finally {
    await client.end()
  }
}
