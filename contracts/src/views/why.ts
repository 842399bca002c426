import { z } from 'zod'
import { asOfDate, localDate } from '../kit/index.js'

const bilingual = z.object({ zh: z.string(), en: z.string() })

/** Read models whose figures are computed, named as their view; the id is a row's, or `<row>-<figure>` for one of its figures. */
export const figureKinds = [
  'staffing-ratio',
  'pay-and-facilities',
  'title-structure',
  'young-teacher-eligibility',
  'department-branch',
] as const
export type FigureKind = (typeof figureKinds)[number]
/** What events decided; the id is the row's. */
export const decidedKinds = ['contract', 'exit-case', 'assessment', 'task'] as const
/** Kinds of things *why?* can be asked about: `GET /api/{campus}/why/{kind}/{id}`. */
export const whyKinds = [...decidedKinds, ...figureKinds] as const
export type WhyKind = (typeof whyKinds)[number]

/** A rule that was applied, or the reading of an open wording (`A-12`); texts are `null` for an id the catalogue does not hold. */
export const whyRule = z.object({
  id: z.string(),
  regulation: bilingual.nullable(),
  article: bilingual.nullable(),
  says: bilingual.nullable(),
})
/** A policy value as it was when the decision was made. */
export const whyPolicy = z.object({
  key: z.string(),
  title: bilingual.nullable(),
  value: z.json(),
  /** The value with its unit as people read it. */
  shown: bilingual,
  unit: z.string().nullable(),
  /** Revision of the policy stream it was read at; -1: the default that holds on every campus. */
  version: z.int(),
  effectiveFrom: localDate.nullable(),
})
export const whyFact = z.object({ name: z.string(), title: bilingual, stream: z.string(), revision: z.int() })
export const whyEvent = z.object({
  id: z.string(),
  type: z.string(),
  title: bilingual,
  stream: z.string(),
  revision: z.int(),
  asOf: localDate,
})

/** One event on the way to the conclusion and all it stood on. */
export const whyStep = z.object({
  title: bilingual,
  event: whyEvent.extend({ recordedAt: z.string(), actorRole: z.string(), rule: z.string().nullable() }),
  rules: z.array(whyRule),
  policy: z.array(whyPolicy),
  facts: z.array(whyFact),
  /** Events the decision used, and those a total was added up from; those the journal holds. */
  events: z.array(whyEvent),
  /** The calculation, line by line. */
  arithmetic: z.array(bilingual),
})

/** One figure of a computed row: what it is and how it was calculated, line by line. A figure without lines is an input. */
export const whyFigure = z.object({
  /** Column of the view. */
  name: z.string(),
  title: bilingual,
  /** The value as people read it. */
  shown: bilingual,
  rules: z.array(whyRule),
  policy: z.array(whyPolicy),
  arithmetic: z.array(bilingual),
})

/** Why something is as it is, oldest cause first, the event that made it so last. */
export const whyAnswer = z.object({
  kind: z.enum(whyKinds),
  id: z.string(),
  /** Of the counselor it is about. */
  name: z.string().nullable(),
  conclusion: bilingual,
  asOf: localDate,
  position: z.string().nullable(),
  stale: z.boolean(),
  /** Inputs first, then what is calculated from them; empty for what events decided. */
  figures: z.array(whyFigure),
  /** Of a computed row: the events its inputs come from. */
  steps: z.array(whyStep),
})
export type WhyFigure = z.output<typeof whyFigure>
export type WhyPolicy = z.output<typeof whyPolicy>
export type WhyRule = z.output<typeof whyRule>
export type WhyStep = z.output<typeof whyStep>
export type WhyAnswer = z.output<typeof whyAnswer>

/** Parameters of *why?*. */
export const whyFilter = z.strictObject({
  id: z.string().regex(/^[A-Za-z0-9_-]{1,160}$/, 'an id'),
  token: z.string().min(1).max(64).optional(),
  asOf: asOfDate.optional(),
})
