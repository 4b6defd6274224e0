import type { Effect, EffectState } from '@canonry/sync'
import { describe, expect, it } from 'vitest'
import { actOnLane, type LaneRequest } from '../src/people/act-on-lane.js'
import type { LaneChange } from '../src/people/lay-lane.js'
import { effectOf } from '../src/testing/conformance/bench.js'

const NOW = Date.parse('2026-11-27T09:00:00Z')
const by = { actor: 'anna', why: 'a reason' }
const request = (verb: LaneRequest['verb']): LaneRequest => ({ verb, by, now: NOW })
const inLane = (key: string, state: EffectState, more: Partial<Effect> = {}) =>
  effectOf(key, { id: 'one', state, ...more })

/** What the writes leave of a lane, in the order in which a store would have it. */
function left(lane: readonly Effect[], { writes }: LaneChange): [string, EffectState][] {
  const rows = new Map<string, EffectState>(lane.map(({ key, state }) => [key, state]))
  for (const write of writes) {
    const row = write.kind === 'insert' ? write.effect : write.row
    rows.set(row.key, row.state)
  }
  return [...rows].filter(([, state]) => state !== 'superseded' && state !== 'cancelled')
}

describe('acting on a lane', () => {
  it('keeps the order of what stands behind', () => {
    const lane = [
      inLane('a', 'exception'),
      inLane('b', 'planned', { kind: 'cancel' }),
      inLane('c', 'planned', { source: { system: 's', account: 'a', kind: 'k', id: 'x' } }),
    ]
    const change = actOnLane(lane, request('resume'))._unsafeUnwrap()
    expect(left(lane, change)).toEqual([
      ['a|try-2', 'planned'],
      ['b|try-2', 'planned'],
      ['c|try-2', 'planned'],
    ])
    expect(change.writes).toContainEqual(
      expect.objectContaining({ effect: expect.objectContaining({ revises: 'b' }) }),
    )
  })

  it('tries the newest state, when one already stands behind', () => {
    const lane = [
      inLane('a', 'exception'),
      inLane('a#2', 'planned', { source: effectOf('one').source }),
    ]
    const change = actOnLane(lane, request('resume'))._unsafeUnwrap()
    expect(change.effect).toBe('a#2')
    expect(left(lane, change)).toEqual([['a#2', 'planned']])
  })

  it('leaves what waits for approval to wait for it, behind what it stood behind', () => {
    const proposal = { source: effectOf('one').source, proposedBy: 'new-shop' }
    const lane = [inLane('a', 'exception'), inLane('a#2', 'proposed', proposal)]
    const change = actOnLane(lane, request('resume'))._unsafeUnwrap()
    expect(left(lane, change)).toEqual([
      ['a|try-2', 'planned'],
      ['a#2|try-2', 'proposed'],
    ])
    expect(change.writes).toContainEqual(
      expect.objectContaining({ effect: expect.objectContaining({ proposedBy: 'new-shop' }) }),
    )
  })

  it('counts the tries of one effect', () => {
    const failing = { kind: 'conflict.version', times: 3 } as const
    const lane = [inLane('a|try-2', 'exception', { attempts: 3, failing, message: 'no' })]
    const change = actOnLane(lane, request('resume'))._unsafeUnwrap()
    expect(change.effect).toBe('a|try-3')
    const [, insert] = change.writes
    expect(insert).toMatchObject({ effect: { attempts: 0, dueAt: NOW + 60_000 } })
    expect(insert).not.toHaveProperty('effect.message')
    // a person's try has all the patience of a first one
    expect(insert).not.toHaveProperty('effect.failing')
  })

  it('makes what moves by itself due at once', () => {
    const lane = [inLane('a', 'waiting', { runAt: NOW + 300_000 })]
    const change = actOnLane(lane, request('resume'))._unsafeUnwrap()
    expect(change.writes).toMatchObject([{ kind: 'update', row: { state: 'waiting', runAt: NOW } }])
  })

  it.each<[LaneRequest['verb'], EffectState, RegExp]>([
    ['resume', 'sending', /sent right now/],
    ['resume', 'dead', /redrive it/],
    ['redrive', 'exception', /resume it/],
    ['dismiss', 'unknown', /read back/],
    ['dismiss', 'verifying', /sent right now/],
  ])('does not %s what is %s', (verb, state, message) => {
    const done = actOnLane([inLane('a', state)], request(verb))
    expect(done._unsafeUnwrapErr()).toMatchObject({ kind: 'skipped', message })
  })

  it.each<[EffectState, EffectState]>([
    ['exception', 'cancelled'],
    ['waiting', 'cancelled'],
    ['dead', 'superseded'],
    ['conflict', 'superseded'],
  ])('dismisses what is %s as %s, since a later cancellation may have to follow', (from, to) => {
    const change = actOnLane([inLane('a', from)], request('dismiss'))._unsafeUnwrap()
    expect(change.writes).toMatchObject([{ row: { state: to } }])
  })

  it('does nothing where nothing waits', () => {
    expect(actOnLane([], request('resume')).isErr()).toBe(true)
  })
})
