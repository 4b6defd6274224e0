import { type Holder, makerOf } from '../../store/link-names.js'
import type { Completed } from '../../store/store.js'
import type { Completion } from '../../store/writes.js'
import type { Effect } from '../effect.js'
import { otherOf, type Taken } from '../settling/settle-taken.js'
import { type Dispatching, persist } from './dispatching.js'

/** Outcomes, effect by effect as they were before, and what the store answered. */
interface Recorded {
  readonly effects: readonly Effect[]
  readonly outcomes: readonly Completion[]
  readonly done: readonly Completed[] | undefined
}

/** The outcomes that the store did not take, because their records were made for other entities. */
export async function takenOf(
  dispatching: Dispatching,
  { effects, outcomes, done = [] }: Recorded,
): Promise<readonly Taken[]> {
  const found = done.map(async (each, index): Promise<readonly Taken[]> => {
    const [effect, outcome] = [effects[index], outcomes[index]]
    if (each.kind !== 'taken' || !effect || !outcome) return []
    const other = await otherBy(dispatching, { by: each.by, effect })
    return [{ effect, outcome, other, uuid: dispatching.env.uuid() }]
  })
  return (await Promise.all(found)).flat()
}

async function otherBy(
  dispatching: Dispatching,
  { by, effect: { entity } }: { by: Holder; effect: Effect },
): Promise<Taken['other']> {
  const key = makerOf(by)
  const question = { kind: 'effects', keys: key === undefined ? [] : [key], limit: 1 } as const
  const found = await persist(dispatching, () => dispatching.store.query<'effects'>(question))
  const [maker] = found ?? []
  return maker ? otherOf(maker) : { entity, name: by.id }
}
