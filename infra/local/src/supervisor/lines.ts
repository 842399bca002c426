/** Calls `line` for each whole line of a stream that arrives in pieces; `flush` gives the unfinished last one. */
export const makeLines = (line: (text: string) => void): { readonly push: (chunk: Buffer) => void; readonly flush: () => void } => {
  const decoder = new TextDecoder()
  let rest = ''
  return {
    push: (chunk) => {
      const parts = `${rest}${decoder.decode(chunk, { stream: true })}`.split('\n')
      rest = parts.pop() ?? ''
      for (const part of parts) line(part)
    },
    flush: () => {
      if (rest !== '') line(rest)
      rest = ''
    },
  }
}
