export interface Sayer {
  readonly language: 'zh' | 'en'
  readonly word: (code: string) => string
  readonly yes: string
  readonly no: string
  readonly comma: string
}

/** A field of any view as people read it; `null`: there is nothing to show. Names and ids are shown as they are. */
export const sayValue = (value: unknown, say: Sayer, hundredths = false, coded = true): string | null => {
  if (value === null || value === undefined) return null
  if (typeof value === 'boolean') return value ? say.yes : say.no
  if (typeof value === 'number') return hundredths ? (value / 100).toFixed(2) : String(value)
  if (typeof value === 'string') return coded ? say.word(value) : value
  if (typeof value !== 'object') return null
  if (Array.isArray(value)) return value.map((item) => sayValue(item, say, hundredths, coded)).join(say.comma) || null
  const fields = value as Readonly<Record<string, unknown>>
  if ('num' in fields && 'den' in fields) return `${String(fields.num)}/${String(fields.den)}`
  if ('zh' in fields && 'en' in fields) return String(fields[say.language])
  // Records by code name the code; small objects (`{year, grade}`) speak by their values.
  const byCode = Object.values(fields).every((item) => typeof item === 'number')
  return (
    Object.entries(fields)
      .map(([code, item]) => `${byCode ? `${say.word(code)} ` : ''}${sayValue(item, say, hundredths) ?? ''}`.trim())
      .join(byCode ? say.comma : ' ') || null
  )
}
