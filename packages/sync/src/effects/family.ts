import { refKey } from '@canonry/model'
import { FAMILY_SHOWN } from '../store/store-limits.js'
import { type EffectRow, END_STATES } from './effect.js'

/** The family of an effect: all that is promised to one connection about one source ref. */
export function familyOf({ connection, source }: Pick<EffectRow, 'connection' | 'source'>): string {
  return `${connection}|${refKey(source)}`
}

/** What is shown of an entity's effects, in their order: the open ones, and the newest of each family. */
export function shownOf<Row extends EffectRow>(effects: readonly Row[]): readonly Row[] {
  const newer = new Map<string, number>()
  const shown = effects.toReversed().filter((effect) => {
    const family = familyOf(effect)
    const place = newer.get(family) ?? 0
    newer.set(family, place + 1)
    return place < FAMILY_SHOWN || !END_STATES.has(effect.state)
  })
  return shown.reverse()
}
