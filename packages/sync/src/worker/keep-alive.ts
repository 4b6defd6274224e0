import type { Dispatching } from '../effects/calling/dispatching.js'
import { letGo } from '../effects/calling/let-go.js'
import { expiryOf } from '../retention.js'
import type { StoreFailure } from '../store/store-failure.js'
import { SLA_AT_ONCE } from '../store/store-limits.js'
import type { Running } from './run-loop.js'
import type { Working } from './working.js'

const BEAT_MS = 5_000
const SOONEST_BEAT_MS = 500
// of the time for which a worker may be silent
const BEAT_SHARE = 1 / 3

/** Tells the store again and again that the worker lives, until it leaves. */
export async function keepAlive(
  working: Working,
  { dispatching, running }: { dispatching: Dispatching; running: Running },
): Promise<void> {
  const { env, leaving, flush, standing, silenceMs } = working
  const beatMs = Math.min(BEAT_MS, silenceMs * BEAT_SHARE)
  const soonestMs = Math.min(SOONEST_BEAT_MS, beatMs)
  while (!leaving.signal.aborted) {
    await env.sleep(soonestMs, leaving.signal)
    await env.sleep(beatMs - soonestMs, standing.doubt.signal)
    if (leaving.signal.aborted) return
    standing.doubt = new AbortController()
    try {
      for (let isMore = true; isMore; ) isMore = await beat(working, { dispatching, running })
      await flush()
    } catch (problem) {
      await running.broken('signs of life', problem)
    }
  }
}

// answers whether there was more to tell than one beat tells
async function beat(
  { env, store, tell, standing, stopping, setClock, retention, tenure }: Working,
  { dispatching, running }: { dispatching: Dispatching; running: Running },
): Promise<boolean> {
  const { epoch, track } = dispatching
  await setClock()
  const now = env.now()
  const leaving = stopping.signal.aborted ? { leaving: true as const } : {}
  const sign = { kind: 'beat', now, epoch, ...expiryOf(retention, now), ...leaving } as const
  const beaten = await store.maintain(sign)
  if (beaten.isErr()) {
    giveUp(beaten.error, running)
    return false
  }
  tenure.extend(now)
  const { sla = [], share, abandoned } = beaten.value
  standing.share = share
  tell(sla)
  if (abandoned.length > 0) track(letGo(dispatching, { effects: abandoned }))
  return sla.length >= SLA_AT_ONCE
}

function giveUp(failure: StoreFailure, { lost }: Running): void {
  if (failure.kind === 'stale-fence' || failure.kind === 'closed') lost(failure)
}
