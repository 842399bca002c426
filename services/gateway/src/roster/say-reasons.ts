import type { Language, RefusalDefinition } from '@fudao/contracts/kit'
import { type RosterReason, rosterColumn, rosterReasons } from '@fudao/contracts/roster'
import { sentence } from '@fudao/contracts/vocabulary'
import type { CommandCatalogue } from '../commands/command-catalogue.js'
import { fillIn } from '../problems/problem.js'

const own: Readonly<Record<string, RefusalDefinition>> = rosterReasons

/** Each reason names the column, what is wrong, the rule, and what to do. */
export const sayReasons = (reasons: readonly RosterReason[], language: Language, catalogue: CommandCatalogue): string =>
  reasons
    .map(({ code, field, rules, params }) => {
      const texts = own[code] ?? catalogue.refusal('staffing', code)
      const column = field && rosterColumn(field)?.title
      const [colon, stop] = language === 'zh' ? ['：', '。'] : [': ', '. ']
      const names = { ...params, ...(column ? { field: column[language] } : {}) }
      const what = fillIn(texts.title[language], names, language)
      const todo = fillIn(texts.action[language], names, language)
      const cited = rules.length > 0 ? ` [${rules.join(', ')}]` : ''
      const said = `${column ? `${column[language]}${colon}` : ''}${what}${cited}${stop}${language === 'zh' ? todo : sentence({ zh: '', en: todo }).en}`
      return `${code} · ${said}`
    })
    .join('\n')
