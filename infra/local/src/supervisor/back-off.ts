/** Waits between restarts: doubling from 250 ms to 10 s; a run of 30 s or more starts again from the beginning. */
export const makeBackOff = ({ first = 250, longest = 10_000, calm = 30_000 } = {}) => {
  let next = first
  return {
    /** Milliseconds to wait after a process that ran for `ranFor` ms has ended. */
    after: (ranFor: number): number => {
      if (ranFor >= calm) next = first
      const wait = next
      next = Math.min(longest, next * 2)
      return wait
    },
  }
}
