import type { AppendReply, AppendRequest } from '@fudao/contracts/kit'
import { describe, expect, it } from 'vitest'
import { GroupCommit, type GroupCommitOptions } from './group-commit.js'

interface Open {
  readonly group: readonly AppendRequest[]
  readonly answer: () => void
  readonly fail: () => void
}

/** A store that answers when it is told to. */
const setUp = (options: GroupCommitOptions = {}) => {
  const open: Open[] = []
  const groups = new GroupCommit(
    {
      append: (group) =>
        new Promise((resolve, reject) => {
          open.push({
            group,
            answer: () => resolve(group.map((_, i) => ({ status: 'appended', revision: i, position: String(i), repeated: false }))),
            fail: () => reject(new Error('gone')),
          })
        }),
    },
    options,
  )
  const answered: string[] = []
  const ask = (stream: string): Promise<AppendReply> =>
    groups.append({ stream, expectedRevision: 'any', events: [] }).then((reply) => {
      answered.push(stream)
      return reply
    })
  return { open, groups, ask, answered }
}
const tick = (): Promise<void> => new Promise((resolve) => setImmediate(() => setImmediate(resolve)))
const streams = (open: Open | undefined) => open?.group.map((request) => request.stream)

describe('group commit', () => {
  it('groups what came together, and does not wait for more', async () => {
    const { open, ask } = setUp({ inFlight: 1 })
    const replies = ['a', 'b', 'c'].map(ask)
    await tick()
    const later = ['d', 'e'].map(ask)
    await tick()
    expect(open.map(streams)).toEqual([['a', 'b', 'c']])
    open[0]?.answer()
    await Promise.all(replies)
    expect(open.map(streams)).toEqual([
      ['a', 'b', 'c'],
      ['d', 'e'],
    ])
    open[1]?.answer()
    expect((await Promise.all(later)).map((r) => r.status)).toEqual(['appended', 'appended'])
  })

  it('starts a second group beside the first once enough wait, and no third', async () => {
    const { open, ask } = setUp({ smallGroup: 2, maxGroup: 3 })
    for (const s of ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']) void ask(s)
    await tick()
    expect(open.map(streams)).toEqual([
      ['a', 'b', 'c'],
      ['d', 'e', 'f'],
    ])
    open[0]?.answer()
    await tick()
    expect(streams(open[2])).toEqual(['g', 'h'])
    open[1]?.answer()
    open[2]?.answer()
    await tick()
  })

  it('shares what waits between the groups, so that neither side waits for the other', async () => {
    const { open, ask } = setUp({ smallGroup: 2 })
    for (let i = 0; i < 10; i++) void ask(`s${i}`)
    await tick()
    expect(open.map((o) => o.group.length)).toEqual([5, 5])
    open[0]?.answer()
    open[1]?.answer()
    await tick()
  })

  it('never has two appends of one stream on their way, keeps their order, and holds up no other stream', async () => {
    const { open, ask, answered } = setUp({ smallGroup: 1 })
    const all = ['a', 'a', 'a', 'b'].map(ask)
    await tick()
    void ask('c')
    await tick()
    expect(open.map(streams)).toEqual([['a', 'b'], ['c']])
    open[1]?.answer()
    open[0]?.answer()
    await tick()
    expect(streams(open[2])).toEqual(['a'])
    open[2]?.answer()
    await tick()
    open[3]?.answer()
    await Promise.all(all)
    expect(answered).toEqual(['c', 'a', 'b', 'a', 'a'])
  })

  it('answers unavailable at once when too many wait, and takes more when they are answered', async () => {
    const { open, ask } = setUp({ maxWaiting: 2 })
    const waiting = [ask('a'), ask('a')]
    expect(await ask('b')).toMatchObject({ status: 'unavailable' })
    await tick()
    open[0]?.answer()
    await tick()
    open[1]?.answer()
    await Promise.all(waiting)
    const next = ask('b')
    await tick()
    open[2]?.answer()
    expect(await next).toMatchObject({ status: 'appended' })
  })

  it('answers unavailable when the store throws, and goes on', async () => {
    const { open, groups, ask } = setUp()
    const first = ask('a')
    const second = ask('a')
    await tick()
    open[0]?.fail()
    expect(await first).toEqual({ status: 'unavailable', reason: 'gone' })
    await tick()
    open[1]?.answer()
    expect(await second).toMatchObject({ status: 'appended' })
    await groups.idle()
    expect(groups.waiting).toBe(0)
  })

  it('is idle only when all are answered', async () => {
    const { open, groups, ask } = setUp()
    await groups.idle()
    const reply = ask('a')
    let idle = false
    const waiting = groups.idle().then(() => {
      idle = true
    })
    await tick()
    expect(idle).toBe(false)
    open[0]?.answer()
    await Promise.all([reply, waiting])
    expect(idle).toBe(true)
  })
})
