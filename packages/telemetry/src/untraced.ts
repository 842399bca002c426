let chosen = (_url: string): boolean => false

/** Requests to these addresses get no span from the HTTP instrumentation, which sees them before anybody else does. */
export const leaveUntraced = (isUnwanted: (url: string) => boolean): void => {
  chosen = isUnwanted
}
export const isUntraced = (url: string): boolean => chosen(url)
