import type { Line } from '../fleet/book.js'
import { type ConductName, DOUBTED } from '../fleet/conducts.js'
import { appliedOf, judgeBook } from '../fleet/judge-book.js'
import { openFleet } from '../fleet/open-fleet.js'
import { type Fleet, type FleetWorker, startWorker } from '../fleet/worker.js'
import { type Job, jobOf } from '../job.js'
import type { Peer } from '../peer.js'
import { holds, pause } from '../within.js'
import type { Outcome, Scene, Workload } from '../workload.js'

const KEYS = 6
const TAKEOVER_SECONDS = 45
/** For so long the frozen one has time to tell what it did, once it is awake. */
const AWAKE_SECONDS = 2
/** For so long a job that failed may come again: where many fail at once, a breaker may open. */
const AGAIN_SECONDS = 30

const FREEZES = `A process takes ${KEYS * 2} jobs and is frozen (SIGSTOP); another one comes, at its place, and takes them over. For half of the keys it is done at once, and so is a next version. For the other half its attempt is under way when the frozen one wakes up (SIGCONT) and completes; then the attempt fails, with nothing applied: if the job does not come again, the completion of the zombie counted, and the result of the second was overwritten. The oracle counts what the outside system was told twice, and old versions that it was told after new ones.`

/** A worker that stands still for longer than its lease, and wakes up. */
export const zombies: readonly Workload[] = [
  zombie('w11a', {
    conduct: 'held-behind',
    title: 'a worker freezes between its calls and their answers, and wakes up',
    about: 'The frozen one has made its calls, and not heard their answers.',
  }),
  zombie('w11b', {
    conduct: 'held-before',
    title: 'a worker freezes before its calls leave, and wakes up',
    about:
      'The frozen one has begun its calls, which leave when it wakes. No queue can take them back: only an outside system that honours keys, which this one does not. So what counts here is its completion.',
  }),
]

function zombie(
  id: string,
  { conduct, title, about }: { conduct: ConductName; title: string; about: string },
): Workload {
  return {
    id,
    title,
    about: `${FREEZES} ${about}`,
    onOwnServers: true,
    run: (peer, scene) => run(peer, { scene, conduct }),
  }
}

const DOUBTED_KEYS = Array.from({ length: KEYS }, (_, key) => `${DOUBTED}${key}`)
const PASSED_KEYS = Array.from({ length: KEYS }, (_, key) => `PASSED${key}`)

async function run(
  peer: Peer,
  { scene: { place }, conduct }: { scene: Scene; conduct: ConductName },
): Promise<Outcome> {
  const wants = { ordered: true, calls: true, each: true, attempts: 25, slow: true }
  await using fleet = await openFleet(peer, { place, wants })
  await using queue = await peer.open(place, wants)
  const { book } = fleet
  await queue.ingest([...DOUBTED_KEYS, ...PASSED_KEYS].map((key) => jobOf(key, 1)))
  const first = await startAt(fleet, { life: 'first', conduct })
  const isHeld = await holds(() => isAllHeld(book.read(), conduct), TAKEOVER_SECONDS)
  first.freeze()
  const frozen = book.read().length
  await queue.ingest(PASSED_KEYS.map((key): Job => jobOf(key, 2)))
  const second = await startAt(fleet, { life: 'second', conduct: 'failing' })
  const isTaken = await holds(() => isTakenOver(book.read().slice(frozen)), TAKEOVER_SECONDS)
  first.release()
  first.wake()
  await pause(AWAKE_SECONDS)
  const awake = book.read().length
  second.release()
  await holds(() => comeAgain(book.read(), awake) === doubtedBy(book.read()), AGAIN_SECONDS)
  await first.stop()
  await second.stop()
  const lines = book.read()
  const newest = new Map([
    ...DOUBTED_KEYS.map((key) => [key, 1] as const),
    ...PASSED_KEYS.map((key) => [key, 2] as const),
  ])
  const { isUnordered = false } = peer
  const verdict = judgeBook(lines, { newest, isUnordered })
  const doubted = doubtedBy(lines)
  const figures = {
    ...(isTaken && { 's until taken over': takeOverSeconds(lines) }),
    'applied twice': verdict.doubled,
    ...(!isUnordered && { 'old after new': olderAfterNewer(lines) }),
    'attempts that failed behind a zombie': doubted,
    'of these never tried again': doubted - comeAgain(lines, awake),
  }
  const why = isHeld ? 'its work was not taken over' : 'it did not take all jobs'
  return { figures, verdict, ...(!(isHeld && isTaken) && { note: why }) }
}

// at one place, since some take over only what a process of their name had
function startAt(
  fleet: Fleet,
  given: { readonly life: string; readonly conduct: ConductName },
): Promise<FleetWorker> {
  return startWorker(fleet, { worker: 'place', ...given })
}

function isAllHeld(lines: readonly Line[], conduct: ConductName): boolean {
  const kind = conduct === 'held-behind' ? 'applied' : 'began'
  return keysOf(lines, kind).size === KEYS * 2
}

// whoever looked and found it applied has no attempt of its own
function isTakenOver(lines: readonly Line[]): boolean {
  const seen = new Set([...keysOf(lines, 'began'), ...keysOf(lines, 'looked')])
  const passed = appliedOf(lines)
  return (
    DOUBTED_KEYS.every((key) => seen.has(key)) &&
    PASSED_KEYS.every((key) => passed.get(key)?.includes(2))
  )
}

function keysOf(lines: readonly Line[], kind: Line['kind']): ReadonlySet<string> {
  return new Set(lines.flatMap((line) => (line.kind === kind && line.key ? [line.key] : [])))
}

function bySecond(lines: readonly Line[]): readonly Line[] {
  return lines.filter(({ life }) => life === 'second')
}

/** How many attempts of the second were under way when the first woke up. */
function doubtedBy(lines: readonly Line[]): number {
  const woke = lines.findIndex(({ kind, life }) => kind === 'woke' && life === 'first')
  const began = keysOf(bySecond(lines.slice(0, woke)), 'began')
  return DOUBTED_KEYS.filter((key) => began.has(key)).length
}

/** How many of them came again, to whomever. */
function comeAgain(lines: readonly Line[], from: number): number {
  const again = keysOf(lines.slice(from), 'began')
  return DOUBTED_KEYS.filter((key) => again.has(key)).length
}

/** From the freezing until the second one had touched every key. */
function takeOverSeconds(lines: readonly Line[]): number {
  const froze = lines.find(({ kind }) => kind === 'froze')?.at ?? Number.NaN
  const touched = new Map<string, number>()
  for (const { key = '', at } of bySecond(lines)) touched.set(key, touched.get(key) ?? at)
  return (Math.max(...touched.values()) - froze) / 1_000
}

function olderAfterNewer(lines: readonly Line[]): number {
  const all = [...appliedOf(lines).values()]
  return all.filter((versions) => versions.at(-1) !== Math.max(...versions)).length
}
