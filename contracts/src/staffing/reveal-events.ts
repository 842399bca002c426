import { id, text } from '../kit/index.js'
import { NumberReveal } from './aggregates.js'
import { numberView } from './enums.js'

// These names are stored: never renamed, never given another meaning. A change is a new version with an upcaster.

/** Who asked and when stands in the metadata; nothing here is about the people shown. */
export const NumbersRevealed = NumberReveal.event('NumbersRevealed', {
  title: { zh: '号码已查看', en: 'Numbers shown in full' },
  data: { revealId: id, view: numberView, reason: text },
})
