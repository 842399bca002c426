import type { Language } from '@fudao/contracts/kit'

/** Chinese unless the caller prefers English (`Accept-Language`, quality values respected). */
export const preferredLanguage = (header: string | undefined): Language => {
  if (!header) return 'zh'
  let best: { language: Language; quality: number } = { language: 'zh', quality: 0 }
  for (const part of header.slice(0, 200).split(',')) {
    const [tag = '', ...parameters] = part.trim().toLowerCase().split(';')
    const q = parameters.map((p) => p.trim()).find((p) => p.startsWith('q='))
    const quality = q ? Number(q.slice(2)) : 1
    const language = tag.startsWith('en') ? 'en' : tag.startsWith('zh') ? 'zh' : undefined
    if (language && quality > best.quality) best = { language, quality }
  }
  return best.language
}
