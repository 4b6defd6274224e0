import type { GateEvent } from '../../effects/connection-gate.js'
import { type Effect, type EffectState, END_STATES, HELD_STATES } from '../../effects/effect.js'
import { effectEntry } from '../../effects/effect-notes.js'
import { rowOf } from '../../effects/effect-step.js'
import { madeBy } from '../../store/link-names.js'
import type { Link } from '../../store/rows.js'
import type { Completion } from '../../store/writes.js'
import { refOf } from '../conformance/bench.js'
import { allEffects, askBoth, NAMES, type Pair } from './pair.js'

/** Which held effect gets which outcome. */
export interface Completing {
  readonly pick: number
  readonly state: EffectState
  /** How long after now it is due again. */
  readonly later: number
  /** Whether who completes has lost it: nothing may come of that. */
  readonly stale: boolean
  readonly gate: GateEvent['kind'] | 'none'
  /** Whether the entity gets a name in the target system, and maybe one that others have, too. */
  readonly link: 'none' | 'plain' | 'shared'
}

/** Completes one of the effects that are held, on both sides the same one. */
export async function completeOne(pair: Pair, how: Completing): Promise<void> {
  const { now, epoch } = pair
  const held = ((await askBoth(pair, allEffects)) ?? []).filter(({ state }) =>
    HELD_STATES.has(state),
  )
  const key = held[how.pick % Math.max(held.length, 1)]?.key
  if (key === undefined) return
  await askBoth(pair, async (side) => {
    const effects = (await allEffects(side)).unwrapOr([])
    const effect = effects.find((each) => each.key === key)
    if (!effect) throw new Error(`the ${side.name} does not know ${key}`)
    const row = { ...rowOf(effect), state: how.state, runAt: now + how.later, updatedAt: now }
    const dependency = {
      ref: `shop/acme/Order/${NAMES[how.pick % 3]}`,
      system: 'erp',
      account: 'x',
    }
    const item: Completion = {
      fence: effect.fence - (how.stale ? 1 : 0),
      row: how.state === 'waiting' ? { ...row, dependency } : row,
      timeline: [effectEntry(row, 'effect-confirmed')],
      exceptions: END_STATES.has(how.state)
        ? [{ kind: 'resolve', fingerprint: `trouble:${effect.id}` }]
        : [],
      counts: { [`effects.${how.state}`]: 1 },
      ...linkOf(how, effect),
      ...gateOf(how, now),
    }
    return side.store.complete({ now, epoch, items: [item] })
  })
}

function gateOf({ gate }: Completing, now: number): { gate?: GateEvent } {
  if (gate === 'pause') return { gate: { kind: 'pause', until: now + 1_000 } }
  const isPlain = gate === 'success' || gate === 'answer' || gate === 'transient'
  return isPlain ? { gate: { kind: gate } } : {}
}

// the ERP has one order for two of ours
function linkOf({ link }: Completing, { entity, id, key }: Effect): { link?: Link } {
  if (link === 'none') return {}
  const ref = { ...refOf(id === 'c' ? 'c' : 'a and b', 'erp'), account: 'x' }
  const known = { entity, id, ref, evidence: madeBy(key) }
  return { link: link === 'shared' ? { ...known, shared: true } : known }
}
