const width = 10

/** What of a service's output a person at the terminal needs: warnings and errors of JSON logs in one line, and whatever is no JSON. */
export const summariseLine = (name: string, line: string): string | null => {
  if (line.trim() === '') return null
  const prefix = `${name.padEnd(width)} │ `
  let entry: Record<string, unknown>
  try {
    entry = JSON.parse(line) as Record<string, unknown>
  } catch {
    return `${prefix}${line}`
  }
  if (entry === null || typeof entry !== 'object') return `${prefix}${line}`
  const { level, msg, time: _time, service: _service, trace_id: _trace, span_id: _span, ...fields } = entry
  if (level !== 'warn' && level !== 'error') return null
  const rest = Object.entries(fields)
    .map(([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(' ')
  return `${prefix}${String(level)} ${String(msg)}${rest ? ` ${rest}` : ''}`
}

/** The whole line with its prefix (`--verbose`). */
export const prefixLine = (name: string, line: string): string => `${name.padEnd(width)} │ ${line}`
