import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { durationMs } from '../src/duration.js'
import { backoffMs } from '../src/effects/backoff.js'
import { createHoldings } from '../src/effects/calling/holdings.js'
import { collectRefs } from '../src/effects/collect-refs.js'
import { inSlices } from '../src/in-slices.js'
import { SHARD_COUNT, shardOf } from '../src/journal/shard.js'
import { nestsDeeper } from '../src/receive/nesting.js'

const bytes = (text: string) => new TextEncoder().encode(text)

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  return 1 + Math.max(0, ...Object.values(value).map(depthOf))
}

describe('a duration', () => {
  it('is a whole number of seconds, minutes, hours or days', () => {
    expect(['30s', '5m', '2h', '1d'].map(durationMs)).toEqual([
      30_000, 300_000, 7_200_000, 86_400_000,
    ])
  })

  it.each(['', '5', 'm', '1.5h', '-1s', '5 m', '5M', '1w'])('is not %j', (text) => {
    expect(() => durationMs(text)).toThrow(/is not a duration/)
  })
})

describe('the backoff', () => {
  it('spreads over the whole time up to a ceiling that doubles to five minutes', () => {
    expect(backoffMs(0, 0)).toBe(100)
    expect(backoffMs(0, 0.999_999)).toBeLessThanOrEqual(1_000)
    expect(backoffMs(3, 0.999_999)).toBeGreaterThan(7_000)
    expect(backoffMs(1_000, 0.999_999)).toBeLessThanOrEqual(300_000)
  })
})

describe('nesting', () => {
  it('is what a parser would find', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 8 }), fc.nat({ max: 9 }), (value, limit) => {
        expect(nestsDeeper(bytes(JSON.stringify(value)), limit)).toBe(depthOf(value) > limit)
      }),
    )
  })

  it('does not count brackets inside strings, however they are escaped', () => {
    expect(nestsDeeper(bytes('{"a\\"[[[":"\\\\"}'), 1)).toBe(false)
    expect(nestsDeeper(bytes('["\\\\",[["]'), 2)).toBe(true)
  })

  it('survives any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (any) => {
        expect(typeof nestsDeeper(any, 64)).toBe('boolean')
      }),
    )
  })
})

describe('the shard of a document', () => {
  it('depends on connection and key alone, and spreads', () => {
    const shards = Array.from({ length: 1_000 }, (_, index) => shardOf('shop', `${index}`))
    expect(new Set(shards).size).toBe(SHARD_COUNT)
    expect(shardOf('shop', '7')).toBe(shards[7])
    expect(Math.min(...shards)).toBeGreaterThanOrEqual(0)
  })
})

describe('the refs that a value mentions', () => {
  it('are found wherever they stand, each once', () => {
    const ref = (id: string) => ({ system: 's', account: 'a', kind: 'k', id })
    const found = collectRefs({
      refs: [ref('1')],
      lines: [{ ref: ref('2') }, { ref: ref('1') }],
      x: null,
    })
    expect([...found.keys()]).toEqual(['s/a/k/1', 's/a/k/2'])
  })
})

describe('work in slices', () => {
  it('is done in order, and rests whenever it has taken a millisecond', async () => {
    const done: (number | 'rest')[] = []
    let now = 0
    const env = {
      elapsed: () => now,
      sleep: async () => {
        done.push('rest')
      },
    }
    const work = (ms: number) => {
      done.push(ms)
      now += ms
    }
    await inSlices([0.25, 0.5, 0.5, 9, 0.25], { env, work })
    expect(done).toEqual([0.25, 0.5, 0.5, 'rest', 9, 'rest', 0.25])
  })
})

describe('what a worker has in hand', () => {
  it('stays in hand until everybody who took it has let it go', () => {
    const holdings = createHoldings()
    const letGo = holdings.take(['a'])
    const letGoAgain = holdings.take(['a', 'b'])
    holdings.doubt(['a'])
    letGo()
    expect([holdings.has('a'), holdings.doubted()]).toEqual([true, { keys: [], any: false }])
    letGoAgain()
    expect([holdings.has('a'), holdings.doubted()]).toEqual([false, { keys: ['a'], any: false }])
    expect(holdings.doubted().keys).toEqual([])
  })
})
