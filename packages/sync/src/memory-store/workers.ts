import { err, ok, type Result } from 'neverthrow'
import { type Effect, HELD_STATES } from '../effects/effect.js'
import type { Maintain, Maintained, WorkerShare } from '../store/store.js'
import type { StoreFailure } from '../store/store-failure.js'
import {
  ABANDONED_AT_ONCE,
  WORKER_AHEAD_MS,
  WORKER_GONE_MS,
  WORKER_SILENCE_MS,
} from '../store/store-limits.js'
import type { Tables } from './tables.js'

/** Takes the right to work; see the store port. */
export function claim(
  tables: Tables,
  { worker, now }: Maintain & { kind: 'claim' },
): Result<Maintained, StoreFailure> {
  const { workers, manyWorkers } = tables
  const all = [...workers]
  const own = all.find(([, claim]) => claim.worker === worker)?.[0]
  const other = all.find(([, claim]) => claim.worker !== worker)
  if (!manyWorkers && other) {
    const [epoch, { beatAt }] = other
    const silentMs = now - beatAt
    if (silentMs < WORKER_SILENCE_MS && silentMs > -WORKER_AHEAD_MS) {
      const message = 'another worker works on this store: stop it, or wait 20 s after it is gone'
      return err({ kind: 'already-running', message })
    }
    workers.delete(epoch)
  }
  const epoch = own ?? ++tables.epoch
  workers.set(epoch, { worker, beatAt: now })
  return ok(
    manyWorkers ? standing(tables, { epoch, now }) : { epoch, abandoned: abandonedIn(tables) },
  )
}

/** Notes that a worker lives, and which others do not. */
export function stay(
  tables: Tables,
  { now, epoch, leaving }: Pick<Maintain & { kind: 'beat' }, 'now' | 'epoch' | 'leaving'>,
): Maintained {
  const { workers, manyWorkers } = tables
  const own = workers.get(epoch)
  if (own) {
    for (const [other, { beatAt }] of workers) {
      if (beatAt < own.beatAt - WORKER_GONE_MS) workers.delete(other)
    }
    workers.set(epoch, { ...own, beatAt: now, ...(leaving && { leaving }) })
  }
  // the claim of one that is alone has told it all
  return manyWorkers ? standing(tables, { epoch, now }) : { epoch, abandoned: [] }
}

function standing(tables: Tables, { epoch, now }: { epoch: number; now: number }): Maintained {
  return { epoch, abandoned: abandonedIn(tables), share: shareOf(tables, { epoch, now }) }
}

function abandonedIn({ effects, workers }: Tables): readonly Effect[] {
  const abandoned: Effect[] = []
  for (const { effect, epoch } of effects.values()) {
    if (!HELD_STATES.has(effect.state) || workers.has(epoch)) continue
    abandoned.push(effect)
    if (abandoned.length === ABANDONED_AT_ONCE) break
  }
  return abandoned
}

// those who were heard of lately and stay, in the order in which they came
function shareOf({ workers }: Tables, { epoch, now }: { epoch: number; now: number }): WorkerShare {
  const heard = [...workers].filter(
    ([other, { beatAt }]) => other === epoch || beatAt >= now - WORKER_GONE_MS,
  )
  const staying = heard.filter(([other, claim]) => other === epoch || !claim.leaving)
  const leaving = heard.length - staying.length
  const index = staying.findIndex(([other]) => other === epoch)
  return { index, count: staying.length, ...(leaving > 0 && { leaving }) }
}
