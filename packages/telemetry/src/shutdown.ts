const stops: (() => Promise<void>)[] = []

/** Registers what has to be flushed when the process stops. */
export const onShutdown = (stop: () => Promise<void>): void => void stops.push(stop)

/** Flushes spans, at most `withinMs` (a collector that is away must not hold up a restart). The last step of a service's shutdown; never throws. */
export const stopTelemetry = async (withinMs = 3_000): Promise<void> => {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, withinMs)
  })
  await Promise.race([Promise.allSettled(stops.splice(0).map((stop) => stop())), late])
  clearTimeout(timer)
}
