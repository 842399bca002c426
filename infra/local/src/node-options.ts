/**
 * Options of Node that a service runs with, wherever it is started as deployed. The ledger: on a machine with much memory V8 gives the
 * young generation up to 96 MB, and the buffers of what it carried wait there to be collected: 345 MB resident after a long backlog, 245
 * with this, at the same CPU.
 */
export const nodeOptionsOf = (service: string): readonly string[] => (service === 'ledger' ? ['--max-semi-space-size=16'] : [])
