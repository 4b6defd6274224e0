import { describe, expect, it } from 'vitest'
import type { Blow, Deed } from '../src/testing/crash/deed.js'
import { type CrashEvidence, judgeCrashes } from '../src/testing/crash/judge-crashes.js'

const SOURCE = 'depot/acme/stockPosition/level-1'
const OTHER = 'depot/acme/stockPosition/level-2'
const TARGETS = ['with-keys', 'without-keys']

let now = 0

function deed(kind: Deed['kind'], change: Partial<Deed> = {}): Deed {
  now += 10
  return {
    kind,
    life: 'acme/worker-1.1',
    tenant: 'acme',
    connection: 'without-keys',
    source: SOURCE,
    key: `key of ${change.version ?? 1}`,
    version: 1,
    at: now,
    ...change,
  }
}

function call(change: Partial<Deed> = {}): readonly Deed[] {
  const answered = deed('answered', { outcome: 'confirmed', ...change })
  return [deed('called', change), deed('applied', change), answered]
}

const struck = (kind: Blow['kind'], life = 'acme/worker-1.1'): Blow => {
  now += 10
  return { kind, life, at: now }
}

function judged(evidence: Partial<CrashEvidence>) {
  const settled = [{ tenant: 'acme', left: 0, open: 0, received: 99 }]
  const acknowledged = [{ tenant: 'acme', source: OTHER, version: 0, at: 1 }]
  return judgeCrashes({ deeds: [], acknowledged, blows: [], settled, cutMs: 10_000, ...evidence })
}

const kindsIn = (evidence: Partial<CrashEvidence>) =>
  judged(evidence).problems.map(({ kind }) => kind)

const other = { life: 'acme/worker-2.1' }

describe('the judge of a crash run', () => {
  it('has nothing to say of a run in which all that was acknowledged was applied once', () => {
    const deeds = TARGETS.flatMap((connection) =>
      [1, 3].flatMap((version) => call({ connection, version })),
    )
    const acknowledged = [{ tenant: 'acme', source: SOURCE, version: 3, at: 1 }]
    expect(judged({ deeds, acknowledged })).toMatchObject({ problems: [], applied: 4, calls: 4 })
  })

  it('takes a run in which nothing was acknowledged for no proof', () => {
    expect(kindsIn({ acknowledged: [] })).toEqual(['unproven'])
  })

  it('misses what was acknowledged and never applied, at each system on its own', () => {
    const acknowledged = [{ tenant: 'acme', source: SOURCE, version: 3, at: 1 }]
    const deeds = [...call({ version: 3 }), ...call({ connection: 'with-keys', version: 2 })]
    expect(judged({ deeds, acknowledged }).problems).toEqual([
      { kind: 'lost', message: `${SOURCE} version 3 never came to with-keys` },
    ])
  })

  it('misses what was acknowledged and is not in the journal', () => {
    const acknowledged = [{ tenant: 'acme', source: SOURCE, version: 1, at: 1 }]
    const settled = [{ tenant: 'acme', left: 0, open: 0, received: 0 }]
    const deeds = TARGETS.flatMap((connection) => call({ connection }))
    expect(kindsIn({ deeds, acknowledged, settled })).toEqual(['lost'])
  })

  it('finds what was applied twice, under one key or two', () => {
    const twice = [...call(), deed('verified', { outcome: 'not-applied' }), ...call()]
    expect(kindsIn({ deeds: twice })).toEqual(['duplicated'])
    expect(kindsIn({ deeds: [...call(), ...call({ key: 'another' })] })).toEqual(['duplicated'])
  })

  it('finds a call that was made again before anybody looked, unless the system honours keys', () => {
    const first = [deed('called'), deed('answered', { outcome: 'unknown' })]
    expect(kindsIn({ deeds: [...first, ...call()] })).toEqual(['resent'])
    const looked = deed('verified', { outcome: 'not-applied' })
    expect(kindsIn({ deeds: [...first, looked, ...call()] })).toEqual([])
    const refused = [deed('called'), deed('answered', { outcome: 'failed' })]
    expect(kindsIn({ deeds: [...refused, ...call()] })).toEqual([])
    const keys = { connection: 'with-keys' }
    expect(kindsIn({ deeds: [deed('called', keys), ...call(keys)] })).toEqual([])
  })

  it('finds two workers in one lane at once, unless the first is dead or stands still', () => {
    const keys = { connection: 'with-keys' }
    const first = deed('called', keys)
    const killed = struck('killed')
    const second = deed('verified', { ...keys, ...other })
    expect(kindsIn({ deeds: [first, second] })).toEqual(['overlapping'])
    expect(kindsIn({ deeds: [first, second], blows: [killed] })).toEqual([])
    const frozen = { ...killed, kind: 'frozen' } as const
    const thawed = struck('thawed')
    const third = deed('called', { ...keys, ...other })
    expect(kindsIn({ deeds: [first, third], blows: [frozen, thawed] })).toEqual([])
  })

  it('takes a call for ended once its connection is cut, and not before', () => {
    const keys = { connection: 'with-keys' }
    const first = deed('called', keys)
    const later = (ms: number) => deed('verified', { ...keys, ...other, at: first.at + ms })
    expect(kindsIn({ deeds: [first, later(10_000)] })).toEqual(['overlapping'])
    expect(kindsIn({ deeds: [first, later(10_001)] })).toEqual([])
  })

  it('finds a zombie that calls again after it woke up', () => {
    const blows = [struck('frozen'), struck('thawed')]
    const deeds = [deed('called'), deed('verified', other)]
    expect(kindsIn({ deeds, blows })).toEqual(['overlapping'])
  })

  it('finds an older version after a newer one', () => {
    expect(kindsIn({ deeds: [...call({ version: 2 }), ...call({ version: 1 })] })).toEqual([
      'disordered',
    ])
  })

  it('finds what was told to another tenant, and what is left to do', () => {
    expect(kindsIn({ deeds: call({ tenant: 'other' }) })).toEqual(['crossed'])
    const settled = [{ tenant: 'acme', left: 1, open: 0, received: 1 }]
    expect(kindsIn({ settled })).toEqual(['unsettled'])
    expect(kindsIn({ blows: [struck('fell')] })).toEqual(['fallen'])
  })

  it('measures from the kill of a worker to the next deed in the last of its open lanes', () => {
    const lane = { source: 'depot/acme/stockPosition/level-2' }
    const deeds = [deed('called'), deed('called', lane)]
    const killed = struck('killed')
    deeds.push(deed('verified', other), deed('called', { ...lane, ...other }))
    expect(judged({ deeds, blows: [killed] }).recovery).toEqual({ kills: 1, p50Ms: 20, maxMs: 20 })
    const frozen = { ...killed, kind: 'frozen', life: other.life } as const
    expect(judged({ deeds, blows: [killed, frozen] }).recovery.kills).toBe(0)
    const idle = struck('killed')
    expect(judged({ deeds, blows: [idle] }).recovery.kills).toBe(0)
  })
})
