import { type DraftScheme, type PublishScheme, SchemeDrafted, SchemePublished } from '@fudao/contracts/assessment'
import type { EventOf } from '@fudao/contracts/kit'
import { type AggregateDecider, type CommandOf, happened, type LocalDate } from '@fudao/domain-kit'
import { type StateWords, wrongState } from '../refusing.js'
import { sameData } from '../same-data.js'
import { checkedTerms, type SchemeTerms } from './scheme-terms.js'

// --- Events: these names are stored ----------------------------------------------------------------------------------

export type SchemeEvent = EventOf<typeof SchemeDrafted> | EventOf<typeof SchemePublished>

// --- State -----------------------------------------------------------------------------------------------------------

/** `∅ → drafted → published`; a draft may be replaced by a better one until it is published. */
export type Scheme =
  | { readonly status: 'none' }
  | { readonly status: 'drafted'; readonly terms: SchemeTerms }
  | { readonly status: 'published'; readonly terms: SchemeTerms; readonly on: LocalDate }

const words: Readonly<Record<Scheme['status'], StateWords>> = {
  none: { state: 'none', zh: '当年没有考核方案', en: 'the year has no scheme' },
  drafted: { state: 'drafted', zh: '方案尚未公布', en: 'the scheme is a draft' },
  published: { state: 'published', zh: '方案已公布', en: 'the scheme is published' },
}

// --- Evolve ----------------------------------------------------------------------------------------------------------

const termsOf = ({ weights, criteria, thresholds, standardRef }: SchemeTerms): SchemeTerms => ({
  weights,
  criteria,
  thresholds,
  ...(standardRef === undefined ? {} : { standardRef }),
})

const evolve = (state: Scheme, event: SchemeEvent): Scheme => {
  switch (event.type) {
    case 'SchemeDrafted':
      return { status: 'drafted', terms: termsOf(event.data) }
    case 'SchemePublished':
      return state.status === 'none' ? state : { status: 'published', terms: state.terms, on: event.data.on }
  }
}

// --- Commands --------------------------------------------------------------------------------------------------------

export type SchemeCommand = CommandOf<typeof DraftScheme> | CommandOf<typeof PublishScheme>

const draftScheme = ({ data, metadata }: CommandOf<typeof DraftScheme>, state: Scheme): SchemeEvent[] => {
  const terms = checkedTerms(data.year, data, metadata.policy, metadata.asOf)
  if (state.status !== 'none' && sameData(terms, state.terms)) return []
  if (state.status === 'published')
    return wrongState(['R-AK-78'], words.published, {
      zh: '方案仍是草案；已公布的方案当年不再更改',
      en: 'the scheme is still a draft; a published one holds for its year',
    })
  return [happened(SchemeDrafted, { year: data.year, ...terms })]
}

const publishScheme = ({ data, metadata }: CommandOf<typeof PublishScheme>, state: Scheme): SchemeEvent[] => {
  switch (state.status) {
    case 'none':
      return wrongState(['R-AK-78'], words.none, { zh: '方案已起草', en: 'a scheme is drafted' })
    case 'published':
      return []
    case 'drafted':
      // What was valid when it was drafted must still be valid when it becomes binding.
      checkedTerms(data.year, state.terms, metadata.policy, metadata.asOf)
      return [happened(SchemePublished, { year: data.year, on: metadata.asOf })]
  }
}

// --- Decide ----------------------------------------------------------------------------------------------------------

/** The assessment scheme of one year (R-AK-04, 05, 78, 79, 80). */
export const schemeDecider: AggregateDecider<Scheme, SchemeCommand, SchemeEvent> = {
  initialState: () => ({ status: 'none' }),
  evolve,
  decide: (command, state) => {
    switch (command.type) {
      case 'DraftScheme':
        return draftScheme(command, state)
      case 'PublishScheme':
        return publishScheme(command, state)
    }
  },
}
