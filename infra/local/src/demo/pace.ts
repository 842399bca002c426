/** Runs `work` over all items, at most `width` at a time; the first failure ends it. */
export const inParallel = async <T>(items: readonly T[], width: number, work: (item: T) => Promise<void>): Promise<void> => {
  const queue = items.values()
  await Promise.all(
    Array.from({ length: Math.min(width, items.length) }, async () => {
      for (const item of queue) await work(item)
    }),
  )
}

/** Waits until the condition holds; fails after 60 s and says what it waited for. */
export const until = async (what: string, holds: () => Promise<boolean>): Promise<void> => {
  const deadline = Date.now() + 60_000
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`Demo data: waited a minute in vain until ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
