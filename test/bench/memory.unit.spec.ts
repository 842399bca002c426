import { describe, expect, it } from 'vitest'
import { memoryIn } from './memory.js'

describe('memory of a process', () => {
  it('is read from its status, now and at the most', () => {
    const status = 'Name:\tnode\nVmPeak:\t 9999999 kB\nVmHWM:\t  204800 kB\nVmRSS:\t  102400 kB\nRssAnon:\t 1 kB\n'
    expect(memoryIn(status)).toEqual({ rssMb: 100, peakMb: 200 })
  })
  it('is nothing for a process that has ended and is waited for', () => {
    expect(memoryIn('Name:\tnode\nState:\tZ (zombie)\n')).toEqual({ rssMb: 0, peakMb: 0 })
  })
})
