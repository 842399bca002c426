import { isKnownCode, sayCode, sentence } from '@fudao/contracts/vocabulary'

type Word = { readonly zh: string; readonly en: string }

/** Words of these pages alone; every other code has its words in the published vocabulary. */
const pageWords: Readonly<Record<string, Word>> = {
  active: { zh: '履行中', en: 'Active' },
  casesList: { zh: '退出事项', en: 'Exit cases' },
  oneFailList: { zh: '一次不合格', en: 'One failed year' },
  unsuitableList: { zh: '不适宜认定', en: 'Unsuitable' },
}

/** A coded value in words; a code that nobody named is shown as it is. */
export const wordOf = (code: string): Word => {
  if (Object.hasOwn(pageWords, code)) return pageWords[code] ?? { zh: code, en: code }
  return isKnownCode(code) ? sentence(sayCode(code)) : { zh: code, en: code }
}
