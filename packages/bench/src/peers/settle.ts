import { type Cost, costOf } from './cost.js'
import { analyze } from './database.js'
import { createLedger, judgeBooks, type Ledger, type Verdict } from './ledger.js'
import type { Handle, Peer, PeerQueue, PeerWorker } from './peer.js'
import type { Place } from './place.js'
import { within } from './within.js'
import { PATIENCE_SECONDS } from './workload.js'

/** What draining a queue came to. */
export interface Settled {
  readonly cost: Cost
  readonly verdict: Verdict
  /** How many jobs were handed over. */
  readonly done: number
  /** Present when it was broken off. */
  readonly note?: string
}

/** What is drained: so many jobs, whose newest versions are these. */
export interface Draining {
  readonly peer: Pick<Peer, 'on'>
  readonly place: Place
  readonly newest: ReadonlyMap<string, number>
  readonly jobs: number
  /** The first version of each key; default 1. */
  readonly from?: number
  /** The handler gives way once, as one that calls anything does; so that jobs at once are seen. */
  readonly isOrdered?: boolean
  readonly seconds?: number
}

/** Drains a queue that was filled, until all of it was handed over and written down, or patience ends. */
export async function settle(queue: PeerQueue, draining: Draining): Promise<Settled> {
  const { place, newest, jobs, from = 1, isOrdered = false } = draining
  const { seconds = PATIENCE_SECONDS } = draining
  const ledger = createLedger()
  await analyze(place)
  let isCut = false
  const cost = await costOf(draining, async () => {
    const canWait = isOrdered && !queue.isPure
    const worker = await queue.work(canWait ? givingWay(ledger) : atOnce(ledger))
    isCut = !(await within(finished(worker, { queue, ledger, jobs }), seconds))
    await worker.stop()
  })
  const expected = { newest, from, isCut, isUnordered: !isOrdered }
  const verdict = judgeBooks({ ...queue, ledger }, expected)
  const done = (queue.isPure ? (queue.commits ?? ledger) : ledger).done()
  const note = `broken off after ${seconds} s, with ${done} of ${jobs} jobs done`
  return { cost, verdict, done, ...(isCut ? { note } : {}) }
}

/** Resolves when all jobs were handed over and written down as done. */
export async function finished(
  worker: PeerWorker,
  { queue, ledger, jobs }: { queue: Pick<PeerQueue, 'rule'>; ledger: Ledger; jobs: number },
): Promise<void> {
  // how many come where only the newest counts, nobody knows beforehand
  if (queue.rule === 'each') await ledger.reaches(jobs)
  await worker.settled()
}

/** A handler that only writes down. */
export function atOnce(ledger: Ledger): Handle {
  return (key, version) => {
    ledger.begin(key, version)
    ledger.end(key)
  }
}

/** A handler that lets others go first before it ends. */
export function givingWay(ledger: Ledger): Handle {
  return async (key, version) => {
    ledger.begin(key, version)
    await new Promise((resolve) => setImmediate(resolve))
    ledger.end(key)
  }
}
