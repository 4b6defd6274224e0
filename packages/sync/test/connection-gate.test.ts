import {
  admitted,
  CLASSES,
  type ConnectionLoad,
  drawn,
  learned,
  OPEN_GATE,
  shareTurns,
} from '@canonry/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isShut } from '../src/effects/connection-gate.js'

const load: ConnectionLoad = {
  connection: 'erp',
  limits: { concurrency: 4, perSecond: 10 },
  bulk: 1,
}

describe('the gate of a connection', () => {
  it('never lets more through in any second than a full bucket and what came in meanwhile', () => {
    const steps = fc.array(fc.record({ wait: fc.nat({ max: 2_000 }), want: fc.nat({ max: 30 }) }))
    fc.assert(
      fc.property(steps, (asked) => {
        const wide = { ...load, limits: { concurrency: 100, perSecond: 10 } }
        let gate = OPEN_GATE
        let now = 0
        let taken = 0
        for (const { wait, want } of asked) {
          now += wait
          const count = Math.min(want, admitted(gate, { load: wide, held: 0, now }))
          if (count > 0) gate = drawn(gate, { load: wide, taken: count, now })
          taken += count
          expect(taken).toBeLessThanOrEqual(10 + now / 100)
        }
      }),
    )
  })

  it('opens again when its clock was far ahead and is set back, and not for a clock a moment behind', () => {
    const day = 86_400_000
    const pause = { kind: 'pause', until: day + 30_000 } as const
    const paused = learned(OPEN_GATE, { event: pause, now: day })
    const drained = drawn(OPEN_GATE, { load, taken: 100, now: day })
    let broken = OPEN_GATE
    for (let n = 0; n < 9; n++) {
      broken = learned(broken, { event: { kind: 'transient' }, now: day })
    }
    for (const gate of [paused, drained, broken]) {
      expect(admitted(gate, { load, held: 0, now: day - 5_000 })).toBe(0)
      expect(admitted(gate, { load, held: 0, now: 0 })).toBeGreaterThan(0)
    }
    // what is learned on the clock of today counts
    const again = learned(paused, { event: { ...pause, until: 9_000 }, now: 1_000 })
    expect(admitted(again, { load, held: 0, now: 8_999 })).toBe(0)
    expect(admitted(again, { load, held: 0, now: 9_000 })).toBeGreaterThan(0)
    const reopened = learned(broken, { event: { kind: 'transient' }, now: 1_000 })
    expect(admitted(reopened, { load, held: 0, now: 1_001 })).toBe(0)
    expect(admitted(reopened, { load, held: 0, now: 400_000 })).toBe(1)
  })

  it('lets a burst through a token bucket, and spaces the calls of a leaky one', () => {
    const limits = { concurrency: 100, perSecond: 2 }
    const bursty = { ...load, limits: { ...limits, burst: 40 } }
    const leaky = { ...load, limits: { ...limits, burst: 1 } }
    expect(admitted(OPEN_GATE, { load: bursty, held: 0, now: 0 })).toBe(40)
    expect(admitted(OPEN_GATE, { load: leaky, held: 0, now: 0 })).toBe(1)
    const gate = drawn(OPEN_GATE, { load: leaky, taken: 1, now: 0 })
    expect(admitted(gate, { load: leaky, held: 1, now: 499 })).toBe(0)
    expect(admitted(gate, { load: leaky, held: 1, now: 500 })).toBe(1)
    expect(admitted(gate, { load: leaky, held: 1, now: 60_000 })).toBe(1)
  })

  it('counts the points of a cost bucket, and never waits for more than it holds', () => {
    const limits = { concurrency: 100, perSecond: 50, burst: 1_000, callCost: 110 }
    const costly = { ...load, limits }
    expect(admitted(OPEN_GATE, { load: costly, held: 0, now: 0 })).toBe(9)
    const gate = drawn(OPEN_GATE, { load: costly, taken: 9, now: 0 })
    expect(admitted(gate, { load: costly, held: 0, now: 1_999 })).toBe(0)
    expect(admitted(gate, { load: costly, held: 0, now: 2_000 })).toBe(1)
    const tooCostly = { ...load, limits: { ...limits, burst: 10 } }
    expect(admitted(OPEN_GATE, { load: tooCostly, held: 0, now: 0 })).toBe(1)
  })

  it('believes what the system says about its own bucket', () => {
    const event = { kind: 'success', tokens: 3 } as const
    const told = learned(OPEN_GATE, { event, now: 1_000 })
    expect(admitted(told, { load, held: 0, now: 1_000 })).toBe(3)
    const without = learned(told, { event: { kind: 'success' }, now: 1_000 })
    expect(admitted(without, { load, held: 0, now: 1_000 })).toBe(3)
  })

  it('serves a connection that bears less than one call a second', () => {
    const slow = { ...load, limits: { concurrency: 4, perSecond: 0.1 } }
    expect(admitted(OPEN_GATE, { load: slow, held: 0, now: 0 })).toBe(1)
    const gate = drawn(OPEN_GATE, { load: slow, taken: 1, now: 0 })
    expect(admitted(gate, { load: slow, held: 0, now: 9_999 })).toBe(0)
    expect(admitted(gate, { load: slow, held: 0, now: 10_000 })).toBe(1)
  })

  it('opens the breaker at the fifth failure in a row, for 10 s doubling to 5 min', () => {
    let gate = OPEN_GATE
    let now = 0
    for (let failure = 0; failure < 4; failure++) {
      gate = learned(gate, { event: { kind: 'transient' }, now })
    }
    expect(gate.pausedUntil).toBe(0)
    const pauses = []
    for (let trip = 0; trip < 7; trip++) {
      gate = learned(gate, { event: { kind: 'transient' }, now })
      pauses.push((gate.pausedUntil - now) / 1_000)
      now = gate.pausedUntil
      expect(admitted(gate, { load, held: 0, now })).toBe(1)
      expect(admitted(gate, { load, held: 1, now })).toBe(0)
    }
    expect(pauses).toEqual([10, 20, 40, 80, 160, 300, 300])
    gate = learned(gate, { event: { kind: 'success' }, now })
    expect(admitted(gate, { load, held: 0, now })).toBe(4)
  })

  it('learns nothing from calls that fail while it is open', () => {
    let gate = OPEN_GATE
    for (let failure = 0; failure < 9; failure++) {
      gate = learned(gate, { event: { kind: 'transient' }, now: 0 })
    }
    expect(gate).toMatchObject({ trips: 1, pausedUntil: 10_000 })
  })

  it('knows that nothing gets through until a write does, whatever is answered in between', () => {
    const gateAfter = (...kinds: readonly ('success' | 'answer' | 'transient')[]) =>
      kinds.reduce((gate, kind) => learned(gate, { event: { kind }, now: 0 }), OPEN_GATE)
    const refused = Array.from({ length: 5 }, () => ['transient', 'answer'] as const).flat()
    expect(admitted(gateAfter(...refused), { load, held: 0, now: 0 })).toBe(4)
    expect(isShut(gateAfter(...refused))).toBe(true)
    expect(isShut(gateAfter(...refused.slice(2)))).toBe(false)
    expect(gateAfter(...refused, 'success')).toEqual(OPEN_GATE)
  })

  it('keeps the longer of two pauses', () => {
    const gate = learned(OPEN_GATE, { event: { kind: 'pause', until: 500 }, now: 0 })
    expect(learned(gate, { event: { kind: 'pause', until: 100 }, now: 0 }).pausedUntil).toBe(500)
  })
})

describe('class shares', () => {
  const due = { critical: 100, high: 100, normal: 100, bulk: 100 }

  it('are 60, 25, 10 and 5 per cent under load, wherever the cycle stands', () => {
    for (let turn = 0; turn < 20; turn++) {
      expect(shareTurns(due, { turn, count: 20 })).toEqual({
        critical: 12,
        high: 5,
        normal: 2,
        bulk: 1,
      })
    }
  })

  it('leave no turn unused while anything is due', () => {
    const counts = fc.record({
      critical: fc.nat(9),
      high: fc.nat(9),
      normal: fc.nat(9),
      bulk: fc.nat(9),
    })
    fc.assert(
      fc.property(counts, fc.nat({ max: 19 }), fc.nat({ max: 40 }), (available, turn, count) => {
        const taken = shareTurns(available, { turn, count })
        const sum = CLASSES.reduce((total, name) => total + taken[name], 0)
        const all = CLASSES.reduce((total, name) => total + available[name], 0)
        expect(sum).toBe(Math.min(all, count))
        for (const name of CLASSES) expect(taken[name]).toBeLessThanOrEqual(available[name])
      }),
    )
  })
})
