import { z } from 'zod'
import { id } from '../kit/index.js'
import { NumberReveal } from './aggregates.js'
import { numberView } from './enums.js'
import * as ev from './reveal-events.js'

/** Document and phone numbers are shown in full only once this is accepted. The reason is kept, so it names nobody. */
export const RevealNumbers = NumberReveal.command('RevealNumbers', {
  title: { zh: '查看完整号码', en: 'Show numbers in full' },
  issuers: ['orgPersonnel'],
  rules: ['PIPL-6'],
  refusals: ['ReasonMissing', 'WrongState'],
  emits: [ev.NumbersRevealed],
  payload: { revealId: id, view: numberView, reason: z.string().trim().max(200).optional() },
  example: { revealId: 'v_0001', view: 'counselor-register', reason: '核对参保名单' },
})
