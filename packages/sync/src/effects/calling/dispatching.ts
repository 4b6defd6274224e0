import type { Connection, Connector, Env } from '@canonry/pack'
import type { Result } from 'neverthrow'
import type { PullMemory } from '../../reconcile/pull-memory.js'
import type { PendingRead } from '../../store/rows.js'
import type { Completed, TenantStore, WorkerShare } from '../../store/store.js'
import type { StoreFailure } from '../../store/store-failure.js'
import type { Completion } from '../../store/writes.js'
import type { Work } from '../../worker/pulse.js'
import type { AskLinks } from './ask-links.js'
import type { CallSlots } from './call-slots.js'
import type { Complete } from './group-completions.js'
import type { Holdings } from './holdings.js'
import type { ReadableFrom } from './readable-from.js'

/** A connection with its open connector. */
export interface OpenConnection {
  readonly connection: Connection
  readonly connector: Connector
}

/** What sending effects depends on. */
export interface Dispatching {
  readonly env: Env
  readonly store: TenantStore
  readonly open: ReadonlyMap<string, OpenConnection>
  readonly epoch: number
  /**
   * How long after it was recorded a call may begin, in milliseconds: who stands still for longer may
   * have been replaced by another worker, which calls instead.
   */
  readonly promptMs: number
  /** The part of the work that is this worker's own, where several work; it changes. */
  share(): WorkerShare | undefined
  /** Aborts when the worker stops. */
  readonly signal: AbortSignal
  readonly complete: Complete
  readonly links: AskLinks
  /** The reads that are under way, call by call. */
  readonly reading: Set<readonly PendingRead[]>
  /** What was pulled lately, by connection. */
  readonly pulled: Map<string, PullMemory>
  readonly slots: CallSlots
  /** Until when connections asked not to be called, and when, as far as this worker was told. */
  readonly resting: Map<string, { readonly askedAt: number; readonly until: number }>
  readonly holdings: Holdings
  readonly readableFrom: ReadableFrom
  /** Keeps an eye on work that goes on in the background. */
  track(work: Promise<void>): void
  /** Told when there may be something new to do. */
  beat(work: readonly Work[]): void
}

const ASK_AGAIN_MS = 1_000

/**
 * Records steps of effects, one answer each.
 *
 * `undefined` when nothing could be recorded: the effects stay as the store knows them, and what
 * was sending is verified by the next worker.
 */
export async function record(
  dispatching: Dispatching,
  items: readonly Completion[],
): Promise<readonly Completed[] | undefined> {
  if (items.length === 0) return []
  const { complete, holdings } = dispatching
  const done = await persist(dispatching, () => complete(items))
  // somebody else changed it, or this very step happened before, and its answer was lost
  const stale = items.filter((_, index) => done?.[index]?.kind === 'stale')
  holdings.doubt(stale.map(({ row }) => row.key))
  return done
}

/** Asks the store until it answers; `undefined` once the worker stops or has lost the store. */
export async function persist<T>(
  { env, signal }: Dispatching,
  ask: () => PromiseLike<Result<T, StoreFailure>>,
): Promise<T | undefined> {
  for (;;) {
    const answer = await ask()
    if (answer.isOk()) return answer.value
    const { kind } = answer.error
    if (kind === 'stale-fence' || kind === 'closed' || signal.aborted) return undefined
    await env.sleep(ASK_AGAIN_MS, signal)
  }
}
