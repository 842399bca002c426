import type { z } from 'zod'
import type { Bilingual } from '../kit/index.js'

export const presets = ['aksu', 'lanzhou', 'hangzhou', 'tangshan', 'liaoning-province'] as const
export type Preset = (typeof presets)[number]

/** One number or choice of the regulations, as a campus can set it (A6). */
export interface ParameterDefinition<S extends z.ZodType = z.ZodType> {
  readonly schema: S
  readonly unit: string
  /** Holds on every campus that never set the key (the defaults of `domain/20`); absent = `null` = the rule is inactive. */
  readonly everywhere?: z.input<S>
  /** A map whose entries are set one by one: what a campus leaves out keeps the value that holds everywhere. */
  readonly byEntry?: true
  /** Value a preset sets; a preset not listed leaves the key alone. */
  readonly presets?: Partial<Record<Preset, z.input<S>>>
  /** Regulation rules or ambiguities (`A-12`) the parameter belongs to. */
  readonly rules: readonly string[]
  readonly title: Bilingual
}
export const parameter = <S extends z.ZodType>(p: ParameterDefinition<S>): ParameterDefinition<S> => p
