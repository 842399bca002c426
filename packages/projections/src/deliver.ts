/** What is asked of every reader, once per type. */
interface Wants {
  readonly handles: (type: string) => boolean
}

/** For each reader the messages of the types it handles, in order. A type that nobody handles costs one look, however many read. */
export const deliver = <M extends { readonly type: string }>(
  messages: readonly M[],
  readers: readonly Wants[],
): readonly (readonly M[])[] => {
  const lists: M[][] = readers.map(() => [])
  const byType = new Map<string, readonly M[][]>()
  for (const message of messages) {
    const { type } = message
    let wanting = byType.get(type)
    if (!wanting) {
      wanting = lists.filter((_, at) => readers[at]?.handles(type))
      byType.set(type, wanting)
    }
    for (const list of wanting) list.push(message)
  }
  return lists
}
