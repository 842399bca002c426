import { randomUUID } from 'node:crypto'
import type { CloudEvent } from '@fudao/contracts/kit'
import type { ProjectedEvent, ProjectionDefinition } from '@fudao/projections'

/** A golden sample of a stored event. */
export interface Sample {
  readonly type: string
  readonly schemaversion: number
  readonly data: Readonly<Record<string, unknown>>
}

/** Stories told at once: an event and the next of its story stand so many events apart. */
const atOnce = 2_000
const campuses = 1_000
const departments = 40

/** Samples of the events that a projection reads, each once, in the order in which it names them; of all events for a journal. */
export const samplesFor = (projection: ProjectionDefinition, samples: readonly Sample[]): readonly Sample[] => {
  if (projection.every) return samples
  const found = new Map<string, Sample>()
  for (const { type, version } of projection.handlers) {
    const sample = samples.find((s) => s.type === type && s.schemaversion === version)
    if (!sample) throw new Error(`${projection.name} reads ${type} version ${version}, of which there is no golden sample`)
    found.set(type, sample)
  }
  return [...found.values()]
}

const idIn = (field: string, story: number, campus: string): string => {
  if (field === 'campusId') return campus
  if (field === 'departmentId') return `d${story % departments}`
  return `${field.slice(0, -2)}_${story}`
}

/** The ids of a sample become those of one story: all its events are about the same contract, counselor, case. */
const inStory = (data: Sample['data'], story: number, campus: string): Sample['data'] =>
  Object.fromEntries(
    Object.entries(data).map(([field, value]) => [
      field,
      typeof value === 'string' && field.endsWith('Id') ? idIn(field, story, campus) : value,
    ]),
  )

export const positionOf = (n: number): string => String(n + 1).padStart(20, '0')

/**
 * The n-th event of a stream that only concerns this projection: every story has each of its events once, 2,000 stories are told at
 * once, on a thousand campuses.
 */
export const eventAt = (samples: readonly Sample[], n: number): ProjectedEvent => {
  const inBlock = n % (atOnce * samples.length)
  const step = Math.floor(inBlock / atOnce)
  const story = Math.floor(n / (atOnce * samples.length)) * atOnce + (inBlock % atOnce)
  const sample = samples[step]
  if (!sample) throw new Error('there is no sample')
  const campus = `b${story % campuses}`
  const [context = ''] = sample.type.split('.')
  const commandid = randomUUID()
  return {
    campus,
    specversion: '1.0',
    id: randomUUID(),
    source: `/fudao/${context}`,
    type: sample.type,
    subject: `${context}-${campus}.${story}`,
    time: '2024-01-01T08:00:00.000Z',
    datacontenttype: 'application/json',
    position: positionOf(n),
    revision: step,
    campusid: campus,
    schemaversion: sample.schemaversion,
    actorid: 'u_bench',
    actorrole: 'orgPersonnel',
    asof: '2024-01-01',
    policyversion: 7,
    correlationid: commandid,
    causationid: commandid,
    commandid,
    commandhash: '0123456789abcdef',
    data: inStory(sample.data, story, campus),
  } satisfies CloudEvent & { readonly campus: string }
}
