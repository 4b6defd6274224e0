import { err, ok, type Result } from 'neverthrow'
import { describe, expect, it } from 'vitest'
import { createLookup, type Failure, type LookupOptions } from '../src/index.js'

function world(options: Partial<LookupOptions<number>> = {}) {
  const asked: string[][] = []
  const known: Record<string, number> = { a: 1, b: 2, c: 3 }
  const state: { now: number; failure?: Failure } = { now: 0 }
  const lookup = createLookup<number>({
    ask: async (names): Promise<Result<ReadonlyMap<string, number>, Failure>> => {
      asked.push([...names])
      if (state.failure) return err(state.failure)
      const found = names.flatMap((name): [string, number][] => {
        const number = known[name]
        return number === undefined ? [] : [[name, number]]
      })
      return ok(new Map(found))
    },
    ...{ atOnce: 2, rememberMs: 1_000, now: () => state.now },
    ...options,
  })
  const find = async (...names: string[]) =>
    Object.fromEntries((await lookup.find(names))._unsafeUnwrap())
  return { asked, known, state, lookup, find }
}

describe('a lookup', () => {
  it('asks for each name once, so many at a time', async () => {
    const { asked, find } = world()
    expect(await find('a', 'b', 'a', 'c')).toEqual({ a: 1, b: 2, c: 3 })
    expect(asked).toEqual([['a', 'b'], ['c']])
    expect(await find('c', 'a')).toEqual({ a: 1, c: 3 })
    expect(asked).toHaveLength(2)
  })

  it('remembers what it found for a while, and nothing that it did not find', async () => {
    const { asked, known, state, find } = world()
    expect(await find('a', 'new')).toEqual({ a: 1 })
    known['new'] = 4
    expect(await find('a', 'new')).toEqual({ a: 1, new: 4 })
    state.now = 1_000
    await find('a')
    expect(asked).toEqual([['a', 'new'], ['new'], ['a']])
  })

  it('forgets all when it is told to, and the oldest when it is full', async () => {
    const { asked, lookup, find } = world({ most: 1 })
    await find('a')
    await find('b')
    await find('b')
    await find('a')
    lookup.forget()
    await find('a')
    expect(asked).toEqual([['a'], ['b'], ['a'], ['a']])
    expect(await find('a', 'b', 'c')).toEqual({ a: 1, b: 2, c: 3 })
  })

  it('forgets by name what it is told to, and remembers only what is worth it', async () => {
    const { asked, lookup, find } = world({ atOnce: 3, remembers: (found) => found !== 3 })
    await find('a', 'b', 'c')
    lookup.forget(['a', 'nobody'])
    expect(await find('a', 'b', 'c')).toEqual({ a: 1, b: 2, c: 3 })
    expect(asked).toEqual([
      ['a', 'b', 'c'],
      ['a', 'c'],
    ])
  })

  it('asks once for what several come for at the same time', async () => {
    const { asked, find } = world()
    const found = await Promise.all([find('a', 'b'), find('b', 'a'), find('b', 'c')])
    expect(found).toEqual([
      { a: 1, b: 2 },
      { a: 1, b: 2 },
      { b: 2, c: 3 },
    ])
    expect(asked).toEqual([['a', 'b'], ['c']])
  })

  it('asks again by itself for what others asked in vain', async () => {
    const { asked, known, find } = world()
    const first = find('new')
    known['new'] = 4
    expect(await Promise.all([first, find('new')])).toEqual([{}, { new: 4 }])
    expect(asked).toEqual([['new'], ['new']])
  })

  it('remembers nothing that was asked before it was told to forget', async () => {
    const { asked, known, lookup, find } = world()
    const first = find('a')
    lookup.forget()
    known['a'] = 9
    expect(await Promise.all([first, find('a'), find('a')])).toEqual([{ a: 1 }, { a: 9 }, { a: 9 }])
    expect(asked).toEqual([['a'], ['a']])
    expect(await find('a')).toEqual({ a: 9 })
  })

  it('breaks for each who came as the system breaks', async () => {
    const broken = new Error('down')
    const { lookup } = world({ ask: () => Promise.reject(broken) })
    const both = await Promise.allSettled([lookup.find(['a']), lookup.find(['a'])])
    expect(both.map((each) => each.status === 'rejected' && each.reason)).toEqual([broken, broken])
    expect(await lookup.find(['a']).catch((problem: unknown) => problem)).toBe(broken)
  })

  it('fails as the system does', async () => {
    const { state, lookup } = world()
    state.failure = { kind: 'throttled', message: 'slower' }
    expect((await lookup.find(['a']))._unsafeUnwrapErr()).toEqual(state.failure)
  })
})
