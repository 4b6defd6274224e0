import { emptyCommit } from '@canonry/sync'
import { describe, expect, it } from 'vitest'
import { effectOf } from '../../sync/src/testing/conformance/bench.js'
import type { Asked } from '../src/asked.js'
import { type Packed, unpackAsked } from '../src/message.js'
import { packInOrder } from '../src/packing.js'

function commitOf(rows: number): Asked {
  const effects = Array.from({ length: rows }, (_, n) => {
    return { kind: 'insert', effect: effectOf(`${rows}-${n}`) } as const
  })
  return {
    tenant: 'acme',
    audit: false,
    silenceMs: 20_000,
    call: { method: 'commit', request: { ...emptyCommit(1), effects } },
  }
}

describe('a packing', () => {
  it('sends in the order of asking, however large what is asked', async () => {
    const sent: number[] = []
    const packing = packInOrder(async (packed: Packed) => {
      const { call } = unpackAsked(packed)
      const rows = call.method === 'commit' ? call.request.effects.length : -1
      sent.push(rows)
      return rows
    })
    const sizes = [1, 1_000, 2, 3, 600, 4]
    const answers = await Promise.all(sizes.map((rows) => packing.ask(commitOf(rows))))
    await packing.ask(commitOf(5))
    expect(sent).toEqual([...sizes, 5])
    expect(answers).toEqual(sizes)
  })

  it('packs what is large in slices, so that others have their turns', async () => {
    let turns = 0
    let isDone = false
    const count = () => {
      turns += 1
      if (!isDone) setImmediate(count)
    }
    setImmediate(count)
    await packInOrder(async () => undefined).ask(commitOf(2_000))
    isDone = true
    expect(turns).toBeGreaterThan(5)
  })

  it('goes on after something that cannot be packed', async () => {
    const packing = packInOrder(async () => 'sent')
    const broken = commitOf(600)
    const effects = [{ kind: 'insert', effect: { ...effectOf('x'), body: 1n } } as const]
    const { call } = broken
    if (call.method !== 'commit') throw new Error('not a commit')
    const request = { ...call.request, effects: [...call.request.effects, ...effects] }
    const asked = packing.ask({ ...broken, call: { method: 'commit', request } })
    const next = packing.ask(commitOf(1))
    await expect(asked).rejects.toThrow(/BigInt/)
    expect(await next).toBe('sent')
    await packing.sent()
  })
})
