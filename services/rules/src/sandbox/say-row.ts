import { contexts } from '@fudao/contracts'
import type { Bilingual } from '@fudao/contracts/kit'
import { isPolicyKey, parameterOf, type SandboxRow } from '@fudao/contracts/policy'
import { type TaskActionCode, taskActions } from '@fudao/contracts/tasks'
import { sayCode } from '@fudao/contracts/vocabulary'

const titles = new Map<string, Bilingual>(
  contexts.flatMap(({ events, commands, context }) => [
    ...events.map((event) => [event.type, event.title] as const),
    ...commands.map((command) => [`${context}.${command.name}`, command.title] as const),
  ]),
)
const timers: Readonly<Record<string, Bilingual>> = {
  notice: { zh: '续聘提前日', en: 'Renewal notice day' },
  end: { zh: '合同到期日', en: 'Day after the end of the contract' },
  remind: { zh: '提醒日', en: 'Day of the reminder' },
  silence: { zh: '答复逾期日', en: 'Day after the answer was due' },
}
const taskPrefix = 'tasks.'

/** What a row is about, in words: a decision, a command, a task or a day that is waited for. */
export const titleOf = (kind: SandboxRow['kind'], what: string): Bilingual => {
  const action = what.slice(taskPrefix.length)
  if (kind === 'task' && Object.hasOwn(taskActions, action)) return taskActions[action as TaskActionCode].title
  if (kind === 'timer' && Object.hasOwn(timers, what)) return timers[what] as Bilingual
  return titles.get(what) ?? { zh: what, en: what }
}
export const keyTitle = (key: string): Bilingual => (isPolicyKey(key) ? parameterOf(key).title : { zh: key, en: key })

const said = (value: unknown): Bilingual => {
  if (value === null || value === undefined) return { zh: '无', en: 'none' }
  if (typeof value === 'string') return sayCode(value)
  const text = Array.isArray(value) ? value.map(String).join(', ') : JSON.stringify(value)
  return { zh: text, en: text }
}
const changesOf = (before: SandboxRow['before'], after: SandboxRow['after'], language: keyof Bilingual): string =>
  Object.keys(before ?? {})
    .map((field) => `${sayCode(field)[language]} ${said(before?.[field])[language]} → ${said(after?.[field])[language]}`)
    .join(language === 'zh' ? '，' : ', ')

/** One sentence: what was, and what would be. */
export const sentenceOf = (
  row: Pick<SandboxRow, 'kind' | 'change' | 'title' | 'subject' | 'event' | 'before' | 'after' | 'keys'>,
): Bilingual => {
  const { title, subject, event, before, after, keys, change } = row
  const because = (language: keyof Bilingual): string => keys.map((key) => keyTitle(key)[language]).join(language === 'zh' ? '、' : ', ')
  const on = event?.on ?? (typeof after?.on === 'string' ? after.on : typeof before?.on === 'string' ? before.on : undefined)
  const whenZh = on === undefined ? '' : `${on} `
  const whenEn = on === undefined ? '' : ` of ${on}`
  const outcome: Readonly<Record<SandboxRow['change'], Bilingual>> = {
    refused: { zh: `将不被允许（${said(after?.refusal).zh}）`, en: `would be refused (${said(after?.refusal).en})` },
    gone: { zh: '将不会发生', en: 'would not happen' },
    new: { zh: '将会另外发生', en: 'would happen besides' },
    other: { zh: `将有不同：${changesOf(before, after, 'zh')}`, en: `would differ: ${changesOf(before, after, 'en')}` },
  }
  return {
    zh: `${whenZh}“${title.zh}”（${subject}）${outcome[change].zh}；依据参数：${because('zh')}`,
    en: `${title.en}${whenEn} (${subject}) ${outcome[change].en}; it hangs on: ${because('en')}`,
  }
}
