export interface ServerSentEvent {
  readonly event: string
  readonly data: string
}

/** Splits a growing text into complete events; what is left over belongs to the next. Comments (heartbeats) are dropped. */
export const takeEvents = (text: string): { readonly events: readonly ServerSentEvent[]; readonly rest: string } => {
  const blocks = text.split('\n\n')
  const rest = blocks.pop() ?? ''
  const events = blocks.flatMap((block) => {
    const lines = block.split('\n')
    const field = (name: string) =>
      lines
        .filter((l) => l.startsWith(`${name}:`))
        .map((l) => l.slice(name.length + 1).trimStart())
        .join('\n')
    const event = field('event')
    return event === '' ? [] : [{ event, data: field('data') }]
  })
  return { events, rest }
}
