import type { Sync } from '../../sync-api.js'
import type { Clockwork } from './clockwork.js'
import type { Wish } from './world-ports.js'

/** People who ask until they get what they want. */
export interface Wishes {
  ask(wish: Wish): void
  /** How many are not granted yet. */
  open(): number
}

/** What asking depends on. */
export interface Asking {
  readonly clockwork: Clockwork
  /** The sync of some process, if one lives. */
  readonly sync: () => Sync | undefined
}

const PATIENCE_MS = 5_000

/** People without a wish. */
export function createWishes(asking: Asking): Wishes {
  const open = new Set<Wish>()
  return {
    open: () => open.size,
    ask: (wish) => {
      open.add(wish)
      void attempt(asking, { wish, open, count: 0 })
    },
  }
}

interface Attempt {
  readonly wish: Wish
  readonly open: Set<Wish>
  readonly count: number
}

async function attempt(asking: Asking, { wish, open, count }: Attempt): Promise<void> {
  const { clockwork, sync } = asking
  const what = `people ${wish.name}`
  const chance = clockwork.draws.at(what, count)
  clockwork.after(PATIENCE_MS * (1 + chance), () => {
    clockwork.stir()
    clockwork.wake('foreign')
    if (open.has(wish)) void attempt(asking, { wish, open, count: count + 1 })
  })
  const asked = sync()
  if (!asked) return
  try {
    if (!(await wish.ask(asked)) || !open.delete(wish)) return
    clockwork.trace.add({ at: clockwork.now(), what, how: 'done' })
  } catch (problem) {
    const how = problem instanceof Error ? problem.message : 'something was thrown'
    clockwork.trace.add({ at: clockwork.now(), what, how })
  }
}
