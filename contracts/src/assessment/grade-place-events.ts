import { z } from 'zod'
import { id, year } from '../kit/index.js'
import { GradePlaces } from './aggregates.js'
import { grade } from './enums.js'

// These names and fields are stored: never renamed.

/** Claim of a place, written before the result itself: the first step of a two-stream saga. */
export const GradePlaceTaken = GradePlaces.event('GradePlaceTaken', {
  title: { zh: '考核等次名额已占用', en: 'Place of a grade taken' },
  data: {
    grade,
    year,
    counselorId: id,
    /** Revision of the assessment's stream the claim was made at; what tells a live claim from one given up. */
    assessmentRevision: z.int().min(0),
    /** Whose place it was: that counselor no longer has the grade. */
    insteadOf: id.optional(),
  },
})
