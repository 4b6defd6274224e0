import { analyze } from '../database.js'
import { holdSnapshot } from '../hold-snapshot.js'
import { createLedger, judgeBooks } from '../ledger.js'
import type { Peer, PeerQueue } from '../peer.js'
import { givingWay } from '../settle.js'
import { keepBusy } from '../steady-load.js'
import { holds, pause } from '../within.js'
import { PATIENCE_SECONDS, type Scene, shareOf, type Workload } from '../workload.js'

const KEYS = 1_000
const AHEAD = 2_000
/** Seconds of each part for one of `--seconds`: a minute under the snapshot at 4. */
const PARTS = { before: 1.5, held: 15, after: 3 }
const LAST_PART = 1 / 3
const RECOVERED = 0.9

/** What a transaction that stays open does to everybody else. */
export const heldSnapshot: Workload = {
  id: 'w8',
  title: 'a snapshot that is held, and let go',
  about: `Ordered jobs of ${KEYS.toLocaleString('en-GB')} keys are ingested as fast as they are done (${AHEAD.toLocaleString('en-GB')} ahead at most), ${PARTS.before * 4} s freely, ${PARTS.held * 4} s while another transaction holds a snapshot, and ${PARTS.after * 4} s after it has ended (at \`--seconds 4\`). What piles up cannot be cleaned away meanwhile; autovacuum looks every 5 s. The figures are those of the last third of each part; recovered is who is back at ${RECOVERED * 100} % of what was before.`,
  once: true,
  onOwnServers: true,
  run: async (peer, scene) => {
    await using queue = await peer.open(scene.place, { ordered: true })
    const ledger = createLedger()
    const worker = await queue.work(queue.isPure ? plainly(ledger) : givingWay(ledger))
    const books = { ...queue, ledger }
    const done = () => ((queue.isPure ? queue.commits : undefined) ?? ledger).done()
    const load = loadOf(queue, { peer, done })
    const rates = await ratesOf(scene, done)
    const newest = await load.stop()
    await holds(() => done() >= load.given(), PATIENCE_SECONDS)
    await worker.settled()
    await worker.stop()
    const { before, held, after, recovered } = rates
    const figures = {
      'before: jobs/s': before,
      'held: jobs/s': held,
      'lost %': (1 - held / before) * 100,
      'after: jobs/s': after,
      ...(recovered !== undefined && { 's until recovered': recovered }),
    }
    const note = 'had not recovered when the measurement ended'
    const verdict = judgeBooks(books, { newest })
    return { figures, verdict, ...(recovered === undefined && { note }) }
  },
}

function plainly(ledger: ReturnType<typeof createLedger>) {
  return (key: string, version: number) => {
    ledger.begin(key, version)
    ledger.end(key)
  }
}

function loadOf(queue: PeerQueue, { peer, done }: { peer: Peer; done: () => number }) {
  const ahead = shareOf(peer, AHEAD)
  return keepBusy(queue, { keys: KEYS, batch: Math.ceil(ahead / 8), ahead, done })
}

interface Rates {
  readonly before: number
  readonly held: number
  readonly after: number
  /** In seconds after the snapshot was let go; absent where it did not recover. */
  readonly recovered?: number
}

async function ratesOf({ place, seconds }: Scene, done: () => number): Promise<Rates> {
  // what was empty when it was counted last is counted again
  await pause(seconds / 2)
  await analyze(place)
  const before = await rateOf(done, PARTS.before * seconds)
  const held = await heldRate({ url: place.postgres, seconds: PARTS.held * seconds, done })
  const recovery = recoveryOf(done, { goal: before * RECOVERED, seconds })
  const after = await rateOf(done, PARTS.after * seconds)
  const recovered = await recovery
  return { before, held, after, ...(recovered !== undefined && { recovered }) }
}

async function heldRate({ url, seconds, done }: { url: string; seconds: number; done(): number }) {
  await using _ = await holdSnapshot(url)
  return await rateOf(done, seconds)
}

async function rateOf(done: () => number, seconds: number): Promise<number> {
  await pause(seconds * (1 - LAST_PART))
  return await rateNow(done, seconds * LAST_PART)
}

async function rateNow(done: () => number, seconds: number): Promise<number> {
  const [from, start] = [done(), performance.now()]
  await pause(seconds)
  return ((done() - from) * 1_000) / (performance.now() - start)
}

async function recoveryOf(
  done: () => number,
  { goal, seconds }: { goal: number; seconds: number },
): Promise<number | undefined> {
  const start = performance.now()
  const taken = () => (performance.now() - start) / 1_000
  const window = seconds / 2
  while (taken() + window <= PARTS.after * seconds) {
    if ((await rateNow(done, window)) >= goal) return taken()
  }
  return undefined
}
