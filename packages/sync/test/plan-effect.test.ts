import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type EffectRow, END_STATES, PARKED_STATES, UNSENT_STATES } from '../src/effects/effect.js'
import { shownOf } from '../src/effects/family.js'
import { planEffect } from '../src/effects/plan-effect.js'
import { nextState } from '../src/effects/transition.js'

const source = { system: 'shop', account: 'acme', kind: 'Order', id: '1' }

function decided(kind: EffectRow['kind'], revision: number, content = `body-${revision}`) {
  const row: EffectRow = {
    key: `erp|${kind}|order|shop/acme/Order/1`,
    kind,
    connection: 'erp',
    entity: 'order',
    id: 'id-1',
    source,
    flow: 'orders',
    class: 'critical',
    state: 'planned',
    fence: 0,
    revision,
    bodyHash: content,
    attempts: 0,
    probes: 0,
    runAt: 0,
    dueAt: 0,
    plannedAt: 0,
    updatedAt: revision,
    after: [],
  }
  return { row, body: content }
}

function decide(rows: readonly EffectRow[], decision: ReturnType<typeof decided>): EffectRow[] {
  const lane = new Map(rows.map((row) => [row.key, row]))
  for (const { row } of planEffect(decision, rows)) lane.set(row.key, row)
  return [...lane.values()]
}

describe('planning an effect', () => {
  it('adds nothing when the newest promise says the same', () => {
    const rows = decide([], decided('upsert', 1))
    expect(planEffect(decided('upsert', 2, 'body-1'), rows)).toEqual([])
  })

  it('promises again after what was promised was cancelled', () => {
    const rows = decide(decide([], decided('upsert', 1)), decided('cancel', 2))
    expect(rows.map(({ state }) => state)).toEqual(['cancelled'])
    const again = decide(rows, decided('upsert', 3, 'body-1'))
    expect(again.map(({ key, state }) => `${key.split('/').at(-1)} ${state}`)).toEqual([
      '1 cancelled',
      '1#3 planned',
    ])
    expect(again[1]?.revises).toBe(again[0]?.key)
  })

  it('gives what a person had tried again another key than every promise before it', () => {
    const first = decide(decide([], decided('upsert', 1)), decided('upsert', 2))
    const sent = first.map((row) => ({ ...row, state: 'superseded' as const, attempts: 1 }))
    const latest = sent.at(-1) as EffectRow
    const again = { ...latest, key: `${latest.key}|try-2`, revises: latest.key }
    const rows: EffectRow[] = [...sent, { ...again, state: 'confirmed' }]
    const [planned, ...others] = planEffect(decided('upsert', 2, 'the flow of today'), rows)
    expect(others).toEqual([])
    expect(planned?.row).toMatchObject({ state: 'planned', revises: again.key })
    expect(rows.map(({ key }) => key)).not.toContain(planned?.row.key)
  })

  it('promises an event anew as often as it was refused, since it was surely not applied', () => {
    const event = (revision: number) => {
      const { row, body } = decided('upsert', revision)
      return { row: { ...row, once: true as const }, body }
    }
    const refuse = (rows: readonly EffectRow[]) =>
      rows.map((row): EffectRow => {
        return row.state === 'planned' ? { ...row, state: 'exception', attempts: 1 } : row
      })
    let rows: readonly EffectRow[] = []
    for (const revision of [1, 2, 3]) rows = refuse(decide(rows, event(revision)))
    expect(rows.map(({ state }) => state)).toEqual(['superseded', 'superseded', 'exception'])
  })

  it('corrects an event that was applied only where the flow says that it is to be corrected', () => {
    const { row, body } = decided('upsert', 1)
    const applied = decide([], { row: { ...row, once: true as const }, body }).map(
      (known): EffectRow => ({ ...known, state: 'confirmed', attempts: 1 }),
    )
    const again = decided('upsert', 2)
    expect(planEffect({ ...again, row: { ...again.row, once: true as const } }, applied)).toEqual(
      [],
    )
    expect(planEffect(again, applied)).toMatchObject([
      { row: { state: 'planned', revises: applied[0]?.key } },
    ])
  })

  it.each(['dead', 'retry-at', 'waiting'] as const)(
    'lets no promise that is %s stand before one that is brought up to date',
    (state) => {
      const sent = decide([], decided('upsert', 1)).map((row): EffectRow => {
        return { ...row, state: 'sending', attempts: 6 }
      })
      const [first, second] = decide(sent, decided('upsert', 2))
      if (!first || !second) throw new Error('two promises were expected')
      const rows = decide([{ ...first, state }, second], decided('upsert', 3))
      expect(rows.map(({ state, bodyHash }) => [state, bodyHash])).toEqual([
        ['superseded', 'body-1'],
        ['planned', 'body-3'],
      ])
    },
  )

  it('tries what conflicted again at once with what is newer, and with all its patience', () => {
    const failing = { kind: 'conflict.version', times: 5 } as const
    const rows = decide([], decided('upsert', 1)).map((row): EffectRow => {
      return { ...row, state: 'retry-at', attempts: 5, failing, runAt: 1_000 }
    })
    const [row, ...others] = decide(rows, decided('upsert', 2))
    expect(row).toMatchObject({ state: 'retry-at', bodyHash: 'body-2', attempts: 5, runAt: 2 })
    expect(row?.failing).toBeUndefined()
    expect(others).toEqual([])
  })

  it('tries what failed in a system that is away not sooner with what is newer', () => {
    const failing = { kind: 'transient.definite', times: 5 } as const
    const rows = decide([], decided('upsert', 1)).map((row): EffectRow => {
      return { ...row, state: 'retry-at', attempts: 5, failing, runAt: 1_000 }
    })
    expect(decide(rows, decided('upsert', 2))).toMatchObject([{ failing, runAt: 1_000 }])
  })

  it('leaves what belongs to another source ref or another connection alone', () => {
    const other = { ...decided('upsert', 1).row, key: 'other', connection: 'crm' }
    const [planned] = planEffect(decided('upsert', 2), [other])
    expect(planned?.row.key).toBe('erp|upsert|order|shop/acme/Order/1')
    expect(planned?.row.revises).toBeUndefined()
  })

  it('follows a call whose outcome is unknown with a cancellation', () => {
    const [row] = decide([], decided('upsert', 1))
    const unknown = { ...(row as EffectRow), state: 'unknown', attempts: 1 } as const
    expect(planEffect(decided('cancel', 2), [unknown]).map(({ entry }) => entry)).toEqual([
      'effect-planned',
    ])
  })

  it('cancels what was rejected without a call', () => {
    const [row] = decide([], decided('upsert', 1))
    const rejected = { ...(row as EffectRow), state: 'exception', attempts: 1 } as const
    const [only, ...more] = planEffect(decided('cancel', 2), [rejected])
    expect(only?.row.state).toBe('cancelled')
    expect(more).toEqual([])
  })

  it('decides on what is shown of a family as on all of it', () => {
    const step = fc.record({
      kind: fc.constantFrom('upsert' as const, 'cancel' as const),
      once: fc.boolean(),
      isSame: fc.boolean(),
      fates: fc.array(fc.constantFrom('confirmed', 'unknown', 'exception', 'retry-at'), {
        maxLength: 3,
      }),
    })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        let rows: EffectRow[] = []
        let revision = 1
        for (const { kind, once, isSame, fates } of steps) {
          if (!isSame) revision += 1
          const { row, body } = decided(kind, revision)
          const decision = { row: { ...row, ...(once && { once: true as const }) }, body }
          const planned = planEffect(decision, shownOf(rows))
          expect(planned).toEqual(planEffect(decision, rows))
          rows = decide(rows, decision)
          expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length)
          for (const fate of fates) {
            rows = rows.map((row) => (row === head(rows) ? live(row, fate) : row))
          }
        }
      }),
    )
  })

  it('takes back what was applied long before', () => {
    let rows = decide([], decided('upsert', 1))
    rows = rows.map((row) => ({ ...row, state: 'confirmed' as const, attempts: 1 }))
    for (let revision = 2; revision < 12; revision += 1) {
      rows = decide(rows, decided('upsert', revision)).map((row): EffectRow => {
        return row.state === 'planned' ? { ...row, state: 'exception', attempts: 1 } : row
      })
    }
    const [ended, cancellation] = planEffect(decided('cancel', 12), shownOf(rows))
    expect([ended?.entry, cancellation?.entry]).toEqual(['effect-superseded', 'effect-planned'])
  })

  it('keeps at most one unsent promise, never changes what ended, and ends on the newest decision', () => {
    const step = fc.record({
      kind: fc.constantFrom('upsert' as const, 'cancel' as const),
      // what happens to the head of the lane before the next decision
      fate: fc.constantFrom('nothing', 'confirmed', 'unknown', 'exception', 'retry-at'),
    })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        let rows: EffectRow[] = []
        steps.forEach(({ kind, fate }, index) => {
          const before = rows.filter(({ state }) => END_STATES.has(state))
          rows = decide(rows, decided(kind, index + 1))
          for (const row of before) expect(rows).toContainEqual(row)
          const unsent = rows.filter(({ state }) => UNSENT_STATES.has(state))
          expect(unsent.length).toBeLessThanOrEqual(1)
          for (const newest of unsent) {
            expect(newest).toEqual(rows.at(-1))
            expect([newest.kind, newest.revision]).not.toEqual(['upsert', index])
          }
          rows = rows.map((row) => (row === head(rows) ? live(row, fate) : row))
        })
      }),
    )
  })
})

function head(rows: readonly EffectRow[]): EffectRow | undefined {
  return rows.find(({ state }) => !END_STATES.has(state))
}

function live(row: EffectRow, fate: string): EffectRow {
  if (fate === 'nothing' || PARKED_STATES.has(row.state)) return row
  if (row.state === 'unknown') {
    return { ...row, state: nextState(nextState('unknown', 'lease'), 'confirm') }
  }
  return { ...row, state: fate as EffectRow['state'], attempts: row.attempts + 1 }
}
