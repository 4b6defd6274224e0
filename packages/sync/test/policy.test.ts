import type { Failure, FailureClass } from '@canonry/pack'
import { describe, expect, it } from 'vitest'
import { probeMs } from '../src/effects/backoff.js'
import type { Effect, EffectState } from '../src/effects/effect.js'
import { POLICIES } from '../src/effects/settling/policy.js'
import { settlePush, settleVerify } from '../src/effects/settling/settle.js'

const NOW = 1_000_000
const settling = { now: NOW, random: 0.5, uuid: 'x', readAfterWriteMs: 500 }

function effect(change: Partial<Effect> = {}): Effect {
  return {
    key: 'erp|upsert|order|1',
    kind: 'upsert',
    connection: 'erp',
    entity: 'order',
    id: 'id-1',
    source: { system: 'shop', account: 'acme', kind: 'Order', id: '1' },
    flow: 'orders',
    class: 'critical',
    state: 'sending',
    fence: 7,
    revision: 1,
    bodyHash: 'h',
    attempts: 0,
    probes: 0,
    runAt: NOW,
    dueAt: NOW,
    plannedAt: NOW,
    updatedAt: NOW,
    after: [],
    body: {},
    ...change,
  }
}

function fail(kind: FailureClass, change: Partial<Effect> = {}, more: Partial<Failure> = {}) {
  const failure = { kind, message: 'why', ...more }
  return settlePush(effect(change), { kind: 'failed', failure }, settling)
}

describe('the policy of a failure', () => {
  it.each<[FailureClass, EffectState, number]>([
    ['throttled', 'throttled', 0],
    ['quota.exhausted', 'throttled', 0],
    ['auth.expired', 'throttled', 0],
    ['auth.revoked', 'throttled', 0],
    ['transient.definite', 'retry-at', 1],
    ['conflict.version', 'retry-at', 1],
    ['transient.unknown', 'unknown', 1],
    ['partial', 'unknown', 1],
    ['duplicate.exists', 'unknown', 1],
    ['handler.bug', 'unknown', 1],
    ['dependency.missing', 'waiting', 0],
    ['contract.invalid', 'exception', 1],
    ['business.rejected', 'exception', 1],
    ['integrity', 'exception', 1],
    ['stale', 'superseded', 1],
  ])(
    'brings an effect that failed with %s to %s and counts %i attempts',
    (kind, state, attempts) => {
      const { row, fence } = fail(kind)
      expect(row).toMatchObject({ state, attempts, message: 'why' })
      expect(fence).toBe(7)
    },
  )

  it('exists for every class, once', () => {
    expect(Object.keys(POLICIES)).toHaveLength(15)
  })

  it.each<[FailureClass, number, number]>([
    ['throttled', 2_000.25, 2_001],
    ['transient.definite', 90_000.5, 90_001],
    ['throttled', Number.POSITIVE_INFINITY, 86_400_000],
    ['auth.revoked', 1e300, 86_400_000],
    ['transient.definite', 1e12, 86_400_000],
  ])('waits whole milliseconds on %s, and a day at most: %f', (kind, wished, waited) => {
    const { row, gate, timeline } = fail(kind, {}, { retryAt: NOW + wished })
    expect(row.runAt - NOW).toBe(waited)
    expect(timeline[0]).toHaveProperty('dueAt')
    if (gate?.kind === 'pause') expect(gate.until).toBe(row.runAt)
  })

  it.each([Number.NaN, NOW - 1_000, NOW, Number.NEGATIVE_INFINITY])(
    'waits as ever where a system asks for no moment that is still to come: %f',
    (retryAt) => {
      for (const kind of ['throttled', 'transient.definite'] as const) {
        const odd = fail(kind, {}, { retryAt })
        expect(odd.row.runAt).toBe(fail(kind).row.runAt)
        expect(odd.row.runAt).toBeGreaterThan(NOW)
      }
    },
  )

  it('has nobody look any more at what a newer version has overtaken', () => {
    expect(fail('stale').exceptions).toEqual([
      { kind: 'resolve', fingerprint: 'effect:erp|order|id-1' },
    ])
  })

  it.each<FailureClass>(['throttled', 'quota.exhausted', 'auth.expired', 'auth.revoked'])(
    'pauses the whole connection on %s, until the system said if it said so',
    (kind) => {
      const { row, gate } = fail(kind, {}, { retryAt: NOW + 42_000 })
      expect(gate).toEqual({ kind: 'pause', until: NOW + 42_000 })
      expect(row.runAt).toBe(NOW + 42_000)
      expect(fail(kind).row.runAt).toBeGreaterThan(NOW)
    },
  )

  it.each<[FailureClass, number]>([
    ['handler.bug', 4],
    ['duplicate.exists', 3],
    ['conflict.version', 6],
    ['transient.definite', 30],
    ['transient.unknown', 30],
  ])('gives up on %s at attempt %i, with an exception', (kind, limit) => {
    const failed = (times: number) => ({ attempts: times, failing: { kind, times } })
    expect(fail(kind, failed(limit - 2)).row.state).not.toBe('dead')
    const given = fail(kind, failed(limit - 1))
    expect(given.row.state).toBe('dead')
    expect(given.exceptions).toMatchObject([{ kind: 'open', draft: { owner: 'integration' } }])
  })

  it.each<[FailureClass, EffectState]>([
    ['transient.definite', 'retry-at'],
    ['transient.unknown', 'unknown'],
  ])('never gives up on %s while nobody gets through, which people are told', (kind, state) => {
    const tried = effect({ attempts: 29, failing: { kind, times: 29 } })
    const failure = { kind, message: 'why' }
    const away = { ...settling, isAway: true }
    const { row, gate, exceptions } = settlePush(tried, { kind: 'failed', failure }, away)
    expect(row).toMatchObject({ state, attempts: 29 })
    expect(row.runAt).toBeGreaterThan(NOW)
    expect(gate).toEqual({ kind: 'transient' })
    expect(exceptions).toMatchObject([{ kind: 'open', draft: { reason: 'system-away' } }])
  })

  it('looks for a missing dependency after 30 s at most, ever more patiently up to 5 min', () => {
    const all = [0, 1, 2, 3, 4, 9]
    expect(all.map((probes) => probeMs(probes, 1))).toEqual([
      30_000, 60_000, 120_000, 240_000, 300_000, 300_000,
    ])
    for (const probes of all) {
      const wait = fail('dependency.missing', { probes }).row.runAt - NOW
      expect(wait).toBe(probeMs(probes, settling.random))
    }
  })

  it('does not look for it at once, when much waits for it', () => {
    const waits = Array.from({ length: 1_000 }, (_, n) => probeMs(0, n / 1_000))
    expect([Math.min(...waits), Math.max(...waits)]).toEqual([15_000, 29_985])
    expect(new Set(waits).size).toBe(1_000)
  })

  it('waits for what a read may still miss before it verifies', () => {
    expect(fail('transient.unknown').row.runAt).toBe(NOW + 500)
  })

  it('tells the breaker whether the system answered', () => {
    const said = (kind: FailureClass) => fail(kind).gate?.kind
    expect(['transient.definite', 'transient.unknown'].map((kind) => said(kind as never))).toEqual([
      'transient',
      'transient',
    ])
    const answers = [
      'conflict.version',
      'duplicate.exists',
      'dependency.missing',
      'contract.invalid',
      'business.rejected',
    ] as const
    expect(new Set(answers.map(said))).toEqual(new Set(['success']))
    expect(said('stale')).toBe('answer')
    expect(['handler.bug', 'integrity', 'partial'].map((kind) => said(kind as never))).toEqual([
      undefined,
      undefined,
      undefined,
    ])
  })

  it('has patience with each class of failures, whatever went wrong before', () => {
    const outage = { attempts: 5, failing: { kind: 'transient.unknown', times: 5 } } as const
    expect(fail('handler.bug', outage).row).toMatchObject({
      state: 'unknown',
      failing: { kind: 'handler.bug', times: 1 },
    })
    const endless = { attempts: 29, failing: { kind: 'transient.unknown', times: 1 } } as const
    expect(fail('handler.bug', endless).row.state).toBe('dead')
  })

  it('never ends an unknown outcome because reading back failed', () => {
    for (const kind of Object.keys(POLICIES) as FailureClass[]) {
      const failure = { kind, message: 'why' }
      const held = effect({ state: 'verifying', attempts: 50, probes: 50 })
      const { row } = settleVerify(held, { kind: 'failed', failure }, settling)
      expect(row).toMatchObject({ state: 'unknown', attempts: 50 })
      expect(row.runAt).toBeGreaterThan(NOW)
    }
  })

  it('parks a conflict that reading back shows, with an exception', () => {
    const held = effect({ state: 'verifying' })
    const done = settleVerify(held, { kind: 'conflict', message: 'someone else' }, settling)
    expect(done.row.state).toBe('conflict')
    expect(done.exceptions).toMatchObject([{ draft: { reason: 'outcome-conflict' } }])
  })

  it('waits as after any failure, and lets the breaker be, where nothing can be read back', () => {
    const failing = { kind: 'transient.unknown', times: 6 } as const
    const lost = fail('transient.unknown', { blind: true, attempts: 6, failing })
    expect(lost.row.state).toBe('unknown')
    expect(lost.row.runAt).toBeGreaterThan(NOW + 30_000)
    expect(lost.gate).toEqual({ kind: 'transient' })
    const held = effect({ state: 'verifying', blind: true })
    const { row, gate } = settleVerify(held, { kind: 'not-applied' }, settling)
    expect(row).toMatchObject({ state: 'ready', runAt: NOW })
    expect(gate).toBeUndefined()
  })

  it('shows the total of an order as the value at stake', () => {
    const outstanding = { amount: '5', currency: 'EUR' }
    const order = {
      refs: [],
      number: '1',
      placedAt: '2026-11-27T08:00:00Z',
      currency: 'EUR',
      taxIncluded: true,
      lines: [],
      charges: [],
      discounts: [],
      tags: [],
      asserted: { total: { shop: { amount: '49.9', currency: 'EUR' } }, outstanding },
    }
    const { exceptions } = fail('business.rejected', { body: order })
    expect(exceptions).toMatchObject([
      { draft: { valueAtStake: { amount: '49.9', currency: 'EUR' }, owner: 'finance' } },
    ])
  })

  it('keeps what a confirmed call found, in place of what was found before', () => {
    const found = { code: 'rounded', path: '/lines', message: 'one cent' }
    const ref = { system: 'erp', account: 'main', kind: 'salesOrder', id: 'SO1' }
    const done = settlePush(effect(), { kind: 'confirmed', ref, findings: [found] }, settling)
    expect(done.findings).toMatchObject([
      { kind: 'clear-lane', lane: 'erp|order|id-1' },
      { kind: 'record', finding: { ...found, connection: 'erp', id: 'id-1' } },
    ])
    expect(done.timeline.map(({ kind }) => kind)).toEqual(['effect-confirmed', 'finding'])
  })
})
