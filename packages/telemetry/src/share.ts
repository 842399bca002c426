/** All: a smaller share exports less, but saves no CPU that can be told (benchmark `observability`). */
export const defaultShare = 1

/**
 * Share of the traces that are recorded, from OTEL_TRACES_SAMPLER_ARG.
 * @throws Error naming the setting when it is no number from 0 to 1: recording too little is noticed too late
 */
export const shareOf = (setting: string | undefined): number => {
  if (setting === undefined || setting.trim() === '') return defaultShare
  const share = Number(setting)
  if (!(share >= 0 && share <= 1)) throw new Error(`OTEL_TRACES_SAMPLER_ARG is ${JSON.stringify(setting)}: give a number from 0 to 1`)
  return share
}
