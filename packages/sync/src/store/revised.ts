import type { EffectState } from '../effects/effect.js'
import type { EffectWrite } from './writes.js'

/** What is looked at in a write of an effect; one that is not new has its known fence. */
interface Revising {
  readonly key: string
  readonly state: EffectState
  readonly revises?: string | undefined
  readonly fence?: number | undefined
}

/**
 * The effects that new ones revise, but for those that change with them.
 *
 * One that was under way when it was decided on may have been parked since. Whoever revises it must know,
 * to take its place: behind it, nothing would move again. A proposal takes nobody's place.
 */
export function revisedIn(writes: readonly Revising[]): readonly string[] {
  const changed = new Set(writes.flatMap(({ key, fence }) => (fence === undefined ? [] : [key])))
  return writes.flatMap(({ state, revises, fence }) =>
    fence !== undefined || state === 'proposed' || revises === undefined || changed.has(revises)
      ? []
      : [revises],
  )
}

/** A write as {@link revisedIn} takes it. */
export function revisingOf(write: EffectWrite): Revising {
  if (write.kind === 'update') return { ...write.row, fence: write.fence }
  const { key, state, revises } = write.effect
  return { key, state, revises }
}
