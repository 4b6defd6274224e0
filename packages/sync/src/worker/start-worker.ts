import type { Env } from '@canonry/pack'
import { ok } from 'neverthrow'
import { beginBootstraps } from '../bootstrap/begin-bootstrap.js'
import { createCallSlots } from '../effects/calling/call-slots.js'
import type { Dispatching, OpenConnection } from '../effects/calling/dispatching.js'
import { createHoldings } from '../effects/calling/holdings.js'
import { leaseEffects } from '../effects/calling/lease-effects.js'
import { letGo } from '../effects/calling/let-go.js'
import type { SlaEvent } from '../effects/sla.js'
import { type Processing, processFacts } from '../pipeline/process-facts.js'
import { pullDocuments } from '../reconcile/pull-documents.js'
import { type PullRules, pullRulesOf, type ReconcileRules } from '../reconcile/pull-rules.js'
import type { TenantStore, WorkerShare } from '../store/store.js'
import type { StoreFailure } from '../store/store-failure.js'
import { SLA_AT_ONCE } from '../store/store-limits.js'
import type { Worker } from '../sync-options.js'
import { fetchDocuments } from './fetch-documents.js'
import type { Pulse } from './pulse.js'
import { recover } from './recover.js'
import { type Loop, type Running, runLoop } from './run-loop.js'

/** What a worker works with. */
export interface Given {
  readonly env: Env
  readonly store: TenantStore
  readonly open: ReadonlyMap<string, OpenConnection>
  readonly deciding: Pick<Processing, 'flows' | 'ownership' | 'connections' | 'warnShare'>
  readonly reconcile: ReconcileRules
  /** Takes what waits in the user's own database into the journal; answers how much. */
  readonly relay?: Loop['step']
  /** Ids of the connections that begin with a plan. */
  readonly bootstrap: readonly string[]
  readonly pulse: Pulse
  /** Takes up what workers that knew less have left; answers how much. */
  readonly takeUp?: Loop['step'] | undefined
  /** Sets the clock of `env` by that of the store. */
  setClock(): Promise<void>
  /** Writes counts that were collected in memory. */
  flush(): Promise<void>
  /** Tells those who listen. */
  tell(events: readonly SlaEvent[]): void
}

interface Working extends Given {
  readonly standing: Standing
  readonly rules: ReadonlyMap<string, PullRules>
  /** Stops everything. */
  readonly stopping: AbortController
}

/** Where a worker stands among those who work at the same time; the store says it at every beat. */
interface Standing {
  share: WorkerShare | undefined
  /** Aborts when it may be another by now: whoever joins or leaves changes the shares of all. */
  doubt: AbortController
}

const BEAT_MS = 5_000
const SOONEST_BEAT_MS = 500

/** Claims the store and starts the loops; rejects when another worker holds it. */
export async function startWorker(given: Given): Promise<Worker> {
  const { env, store, pulse } = given
  const stopping = new AbortController()
  stopping.signal.addEventListener('abort', () => pulse.beat())
  await given.setClock()
  const claim = { kind: 'claim', now: env.now(), worker: env.uuid() } as const
  const claimed = await store.maintain(claim)
  if (claimed.isErr()) throw new Error(`${claimed.error.kind}: ${claimed.error.message}`)
  const { epoch, share } = claimed.value
  const working = {
    ...given,
    stopping,
    standing: { share, doubt: new AbortController() },
    rules: rulesOf(given),
  }
  await prepare(given, epoch)
  const background = new Set<Promise<void>>()
  const dispatching = dispatchingOf(working, { epoch, background })
  await recover(dispatching, { claim, abandoned: claimed.value.abandoned })
  const running = runningOf(working)
  const loops = loopsOf(working, dispatching).map((loop) => runLoop(loop, running))
  const all = Promise.all([...loops, keepAlive(working, { dispatching, running })])
  const ended = all.then((): StoreFailure | undefined => stopping.signal.reason ?? undefined)
  return stoppable(ended, async () => {
    // nothing to be told about: whoever stops it knows
    stopping.abort(null)
    await all
    while (background.size > 0) await Promise.all(background)
    await given.flush()
    // who has lost the store has nothing to give back
    await store.maintain({ kind: 'release', epoch }).unwrapOr(undefined)
  })
}

// who cannot begin gives the store back: another one need not wait until it has been silent
async function prepare({ env, store, open, bootstrap }: Given, epoch: number): Promise<void> {
  try {
    await beginBootstraps({ store, epoch, now: env.now(), open, bootstrap })
  } catch (problem) {
    await store.maintain({ kind: 'release', epoch }).unwrapOr(undefined)
    throw problem
  }
}

function stoppable(ended: Worker['ended'], stop: () => Promise<void>): Worker {
  let stopped: Promise<void> | undefined
  const once = () => {
    stopped ??= stop()
    return stopped
  }
  return { ended, stop: once, [Symbol.asyncDispose]: once }
}

function dispatchingOf(
  working: Working,
  { epoch, background }: { epoch: number; background: Set<Promise<void>> },
): Dispatching {
  const { env, store, open, pulse, stopping, standing } = working
  const { broken } = runningOf(working)
  const track = (work: Promise<void>) => {
    const watched = work
      .catch((problem: unknown) => broken('effects', problem))
      .finally(() => background.delete(watched))
    background.add(watched)
  }
  return {
    env,
    store,
    open,
    epoch,
    share: () => standing.share,
    signal: stopping.signal,
    reading: new Set(),
    slots: createCallSlots(),
    holdings: createHoldings(),
    readableFrom: new Map(),
    track,
    beat: pulse.beat,
  }
}

function rulesOf({ open, reconcile }: Given): ReadonlyMap<string, PullRules> {
  const rules = new Map<string, PullRules>()
  for (const [connection, { connector }] of open) {
    const own = pullRulesOf(reconcile[connection], { connection, connector })
    if (own) rules.set(connection, own)
  }
  return rules
}

function loopsOf(
  { env, store, deciding, rules, relay, takeUp, standing, pulse }: Working,
  dispatching: Dispatching,
): readonly Loop[] {
  const { epoch } = dispatching
  const turns = { after: -1, busy: new Set<number>() }
  const processing = (): Processing => ({
    ...deciding,
    store,
    epoch,
    env,
    now: env.now(),
    uuid: () => env.uuid(),
    turns,
    share: standing.share,
    outrun: () => standing.doubt.abort(),
    beat: pulse.beat,
  })
  // what one can do as well as all is done by one
  const byOne = (step: Loop['step']) => async () =>
    (standing.share?.index ?? 0) === 0 ? step() : ok(0)
  const facts: Loop = {
    name: 'facts',
    feeds: ['facts'],
    step: async () => processFacts(processing()),
  }
  const pulling = { dispatching, rules, busyUntil: new Map() }
  return [
    // one decides while the store commits what the other has decided
    facts,
    facts,
    { name: 'reads', feeds: [], step: async () => ok(await fetchDocuments(dispatching)) },
    { name: 'pulls', feeds: ['pulls'], step: async () => ok(await pullDocuments(pulling)) },
    { name: 'effects', feeds: [], step: () => leaseEffects(dispatching) },
    ...(relay ? [{ name: 'outbox' as const, feeds: [], step: byOne(relay) }] : []),
    ...(takeUp ? [{ name: 'newer shapes' as const, step: byOne(takeUp) }] : []),
  ]
}

function runningOf({ env, store, pulse, stopping }: Working): Running {
  return {
    env,
    pulse,
    signal: stopping.signal,
    lost: (failure) => stopping.abort(failure),
    broken: async (loop, problem) => {
      const draft = {
        fingerprint: `worker:${loop}`,
        reason: 'handler-bug',
        owner: 'integration',
        connection: '-',
        message: `the loop "${loop}" failed: ${problem instanceof Error ? problem.message : 'something was thrown'}`,
        suggestedFix: 'This is a bug: report it with the message. Nothing accepted is lost.',
      } as const
      const exceptions = [{ kind: 'open', id: env.uuid(), draft }] as const
      const counts = { 'worker.failures': 1 }
      await store.maintain({ kind: 'note', now: env.now(), counts, exceptions }).unwrapOr(undefined)
    },
  }
}

async function keepAlive(
  working: Working,
  { dispatching, running }: { dispatching: Dispatching; running: Running },
): Promise<void> {
  const { env, stopping, flush, standing } = working
  while (!stopping.signal.aborted) {
    await env.sleep(SOONEST_BEAT_MS, stopping.signal)
    const { signal } = standing.doubt
    await env.sleep(BEAT_MS - SOONEST_BEAT_MS, AbortSignal.any([signal, stopping.signal]))
    if (stopping.signal.aborted) return
    standing.doubt = new AbortController()
    for (let isMore = true; isMore; ) isMore = await beat(working, { dispatching, running })
    await flush()
  }
}

// answers whether there was more to tell than one beat tells
async function beat(
  { env, store, tell, standing, setClock }: Working,
  { dispatching, running }: { dispatching: Dispatching; running: Running },
): Promise<boolean> {
  const { epoch, track } = dispatching
  await setClock()
  const beaten = await store.maintain({ kind: 'beat', now: env.now(), epoch })
  if (beaten.isErr()) {
    giveUp(beaten.error, running)
    return false
  }
  const { sla = [], share, abandoned } = beaten.value
  standing.share = share
  tell(sla)
  if (abandoned.length > 0) track(letGo(dispatching, abandoned))
  return sla.length >= SLA_AT_ONCE
}

function giveUp(failure: StoreFailure, { lost }: Running): void {
  if (failure.kind === 'stale-fence' || failure.kind === 'closed') lost(failure)
}
