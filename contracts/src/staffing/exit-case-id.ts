import { z } from 'zod'
import { type ExitGround, exitGrounds } from './enums.js'

/** Key of an exit case: one counselor, the last basis year (unsuitable: the year of confirmation) and one ground. */
export interface ExitCaseKey {
  readonly counselorId: string
  readonly year: number
  readonly ground: ExitGround
}

const shape = new RegExp(`^([A-Za-z0-9_]{1,64})_(\\d{4})_(${exitGrounds.join('|')})$`)

/** Id of an exit case: `<counselorId>_<year>_<ground>`, a pure function of the key, so that whoever knows one knows the other. */
export const exitCaseId = z.string().regex(shape, 'an exit case id is <counselorId>_<year>_<ground>')

export const toExitCaseId = (key: ExitCaseKey): string => `${key.counselorId}_${key.year}_${key.ground}`

/** Key of an exit case id; `undefined` when the text is none. Unambiguous: year and ground hold no underscore and are read from the end. */
export const fromExitCaseId = (text: string): ExitCaseKey | undefined => {
  const [, counselorId, year, ground] = shape.exec(text) ?? []
  if (counselorId === undefined || year === undefined || ground === undefined) return undefined
  return { counselorId, year: Number(year), ground: ground as ExitGround }
}
