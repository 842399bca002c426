import { expect, it } from 'vitest'
import { valueFieldOf } from './value-field.js'

it('a value is entered as a number, a choice or JSON, as its schema says', () => {
  expect(valueFieldOf('staffing.ratio.studentsPerCounselor')).toEqual({ kind: 'number', min: 1, max: 100_000 })
  expect(valueFieldOf('staffing.ratio.inclusive')).toEqual({ kind: 'choice', values: [true, false] })
  expect(valueFieldOf('staffing.ratio.basis')).toEqual({ kind: 'choice', values: ['fte', 'fullTimeOnly'] })
  expect(valueFieldOf('staffing.partTimeWeight')).toEqual({ kind: 'json' })
})
