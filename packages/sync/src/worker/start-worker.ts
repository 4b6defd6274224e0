import { ok } from 'neverthrow'
import { beginBootstraps } from '../bootstrap/begin-bootstrap.js'
import { createCallSlots } from '../effects/calling/call-slots.js'
import type { Dispatching } from '../effects/calling/dispatching.js'
import { groupCompletions } from '../effects/calling/group-completions.js'
import { createHoldings } from '../effects/calling/holdings.js'
import { leaseEffects } from '../effects/calling/lease-effects.js'
import { groupLinks } from '../effects/calling/links-of.js'
import { type Processing, processFacts, type Turns } from '../pipeline/process-facts.js'
import { pullDocuments } from '../reconcile/pull-documents.js'
import { rememberReads, underWayOf } from '../reconcile/pull-memory.js'
import { type PullRules, pullRulesOf } from '../reconcile/pull-rules.js'
import type { WorkerShare } from '../store/store.js'
import type { StoreFailure } from '../store/store-failure.js'
import type { Worker } from '../sync-api.js'
import { fetchDocuments } from './fetch-documents.js'
import { keepAlive } from './keep-alive.js'
import { recover } from './recover.js'
import { type Loop, type Running, runLoop } from './run-loop.js'
import type { Given, Working } from './working.js'

/** Claims the store and starts the loops; rejects when another worker holds it. */
export async function startWorker(given: Given): Promise<Worker> {
  const { env, store, tenure } = given
  await given.setClock()
  const claim = { kind: 'claim', now: env.now(), worker: env.uuid() } as const
  const claimed = await store.maintain(claim)
  if (claimed.isErr()) throw new Error(`${claimed.error.kind}: ${claimed.error.message}`)
  const { epoch, share } = claimed.value
  tenure.extend(claim.now)
  const working = workingOf(given, share)
  const { stopping, leaving } = working
  await prepare(given, epoch)
  const background = new Set<Promise<void>>()
  const drained = async () => {
    while (background.size > 0) await Promise.all(background)
  }
  const dispatching = dispatchingOf(working, { epoch, background })
  await recover(dispatching, { claim, abandoned: claimed.value.abandoned })
  const running = runningOf(working)
  const beating = keepAlive(working, { dispatching, running })
  const loops = Promise.all(loopsOf(working, dispatching).map((loop) => runLoop(loop, running)))
  const ended = loops.then((): StoreFailure | undefined => stopping.signal.reason ?? undefined)
  return stoppable(ended, async () => {
    // nothing to be told about: whoever stops it knows
    stopping.abort(null)
    await loops
    // who waits for answers lives: nobody else may ask the same meanwhile
    await drained()
    leaving.abort()
    await beating
    // the last sign of life may have brought something to give back
    await drained()
    await given.flush()
    // who has lost the store has nothing to give back
    await store.maintain({ kind: 'release', epoch }).unwrapOr(undefined)
  })
}

function workingOf(given: Given, share: WorkerShare | undefined): Working {
  const { pulse, tenure } = given
  const [stopping, leaving] = [new AbortController(), new AbortController()]
  const standing = { share, doubt: new AbortController() }
  stopping.signal.addEventListener('abort', () => {
    pulse.beat()
    // others do its part from now on, however long its calls take
    standing.doubt.abort()
  })
  leaving.signal.addEventListener('abort', () => {
    tenure.end()
    standing.doubt.abort()
  })
  return { ...given, stopping, leaving, standing, rules: rulesOf(given) }
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
  const { env, store, silenceMs, open, pulse, stopping, standing } = working
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
    promptMs: silenceMs / 2,
    share: () => standing.share,
    signal: stopping.signal,
    complete: groupCompletions(env, { store, epoch }),
    links: groupLinks(env, store),
    reading: new Set(),
    pulled: new Map(),
    slots: createCallSlots(),
    resting: new Map(),
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
  const { epoch, pulled } = dispatching
  // until somebody has looked, anything may wait
  const heardAt = Number.NEGATIVE_INFINITY
  const turns: Turns = { after: -1, busy: new Set(), reading: Promise.resolve(), heardAt }
  const processing = (): Processing => ({
    ...deciding,
    store,
    epoch,
    env,
    now: env.now(),
    uuid: () => env.uuid(),
    turns,
    share: standing.share,
    underWay: underWayOf(pulled),
    committed: (read) => rememberReads(pulled, read),
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
  const behindMs = () => (turns.heardAt === undefined ? 0 : env.now() - turns.heardAt)
  const startedAt = env.now()
  const pulling = { dispatching, rules, busyUntil: new Map(), startedAt, behindMs }
  return [
    // one decides while the store commits what the other has decided
    { ...facts, looksOut: true },
    facts,
    { name: 'reads', feeds: [], step: async () => ok(await fetchDocuments(dispatching)) },
    { name: 'pulls', feeds: ['pulls'], step: async () => ok(await pullDocuments(pulling)) },
    { name: 'effects', feeds: [], step: () => leaseEffects(dispatching) },
    ...(relay ? [{ name: 'outbox' as const, feeds: [], looksOut: true, step: byOne(relay) }] : []),
    ...(takeUp ? [{ name: 'newer shapes' as const, step: byOne(takeUp) }] : []),
  ]
}

function runningOf({ env, store, pulse, stopping, leaving }: Working): Running {
  return {
    env,
    pulse,
    signal: stopping.signal,
    lost: (failure) => {
      stopping.abort(failure)
      // no sign of life would be taken any more
      leaving.abort()
    },
    broken: (loop, problem) => tellBroken({ env, store }, { loop, problem }),
  }
}

async function tellBroken(
  { env, store }: Pick<Working, 'env' | 'store'>,
  { loop, problem }: { loop: string; problem: unknown },
): Promise<void> {
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
  const note = { kind: 'note', now: env.now(), counts, exceptions } as const
  try {
    await store.maintain(note).unwrapOr(undefined)
  } catch {
    // a store that throws here, too, has nobody left to be told
  }
}
