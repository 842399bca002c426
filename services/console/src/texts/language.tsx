import { createContext, type ReactNode, use, useEffect, useMemo } from 'react'
import { useUrl } from '../state/url'
import { en } from './en'
import type { Texts } from './texts'
import { wordOf } from './words'
import { zh } from './zh'

export type Language = 'zh' | 'en'
interface Speaking {
  readonly language: Language
  readonly t: Texts
  /** A coded value in words; the code itself when nobody has named it. */
  readonly word: (value: string) => string
  readonly toggle: () => void
}

const all: Readonly<Record<Language, Texts>> = { zh, en }
const Context = createContext<Speaking | null>(null)

/** Chinese unless the address says `lang=en`, so that a link keeps the language. */
export const LanguageProvider = ({ children }: { readonly children: ReactNode }) => {
  const { url, change } = useUrl()
  const language: Language = url.params.lang === 'en' ? 'en' : 'zh'
  useEffect(() => {
    document.documentElement.lang = language === 'en' ? 'en' : 'zh-CN'
    document.title = language === 'en' ? 'Fudao' : '辅导 Fudao'
  }, [language])
  const value = useMemo<Speaking>(
    () => ({
      language,
      t: all[language],
      word: (code) => wordOf(code)[language],
      toggle: () => change({ lang: language === 'en' ? undefined : 'en' }),
    }),
    [language, change],
  )
  return <Context value={value}>{children}</Context>
}

export const useTexts = (): Speaking => {
  const value = use(Context)
  if (!value) throw new Error('useTexts needs a LanguageProvider')
  return value
}
