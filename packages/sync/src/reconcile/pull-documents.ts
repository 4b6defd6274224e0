import { type Dispatching, type OpenConnection, persist } from '../effects/calling/dispatching.js'
import type { ConnectionRow } from '../store/connection-row.js'
import { isOwnConnection } from '../store/worker-share.js'
import { compareAbsences } from './absences.js'
import { duePull, liveRow } from './next-pull.js'
import { pullPage } from './pull-page.js'
import type { PullRules } from './pull-rules.js'
import { mayCall, type PullingFrom } from './pull-step.js'
import { healSubscriptions } from './subscriptions.js'

/** What pulling depends on beside what calls depend on. */
export interface Pulling {
  readonly dispatching: Dispatching
  readonly rules: ReadonlyMap<string, PullRules>
  /** Connections that are being called, or that let no call through before a moment. */
  readonly busyUntil: Map<string, number>
  /** When the worker began, epoch milliseconds. */
  readonly startedAt: number
  /** For how long what was heard has been waiting to be worked on, in milliseconds. */
  behindMs(): number
}

const ASK_AGAIN_MS = 1_000

/**
 * Takes one step of every pull that is due; the calls go on in the background, so that a slow system
 * delays no other. Answers how many were started.
 */
export async function pullDocuments(pulling: Pulling): Promise<number> {
  const { dispatching, busyUntil } = pulling
  const { env, store, open, share } = dispatching
  const isFree = (id: string) => (busyUntil.get(id) ?? 0) <= env.now()
  const free = [...open.values()].filter(
    ({ connection: { id }, connector }) =>
      connector.pull && isFree(id) && isOwnConnection(id, share()),
  )
  if (free.length === 0) return 0
  const rows = await persist(dispatching, () => store.query<'connections'>({ kind: 'connections' }))
  if (!rows) return 0
  const due = free.flatMap((from) => {
    const row = rows.find(({ connection }) => connection === from.connection.id)
    return nextWork(pulling, { from, row })
  })
  for (const { id, work } of due) {
    busyUntil.set(id, Number.POSITIVE_INFINITY)
    dispatching.track(work())
  }
  return due.length
}

interface Work {
  readonly id: string
  readonly work: () => Promise<void>
}

function nextWork(
  pulling: Pulling,
  { from, row }: { from: OpenConnection; row: ConnectionRow | undefined },
): Work[] {
  const { id } = from.connection
  const rules = pulling.rules.get(id)
  if (!row) return rules ? [{ id, work: () => begin(pulling, { from, rules }) }] : []
  const now = pulling.dispatching.env.now()
  const { startedAt } = pulling
  const pull = duePull(row, { rules, now, startedAt, behindMs: pulling.behindMs() })
  if (!pull) return []
  return [{ id, work: () => step(pulling, { from, row, pull, rules }) }]
}

async function begin(
  { dispatching, busyUntil }: Pulling,
  { from, rules }: { from: OpenConnection; rules: PullRules },
): Promise<void> {
  const { env, store, epoch } = dispatching
  const { id } = from.connection
  const now = env.now()
  const row = liveRow(id, { rules, now })
  const write = { epoch, row, seen: [], findings: [], exceptions: [] }
  await persist(dispatching, () => store.append({ now, facts: [], counts: {}, pull: write }))
  busyUntil.delete(id)
}

const WORK = {
  subscriptions: healSubscriptions,
  pages: pullPage,
  absences: compareAbsences,
  done: pullPage,
} as const

async function step({ dispatching, busyUntil }: Pulling, next: PullingFrom): Promise<void> {
  const { id } = next.from.connection
  const work = WORK[next.pull.phase]
  try {
    const isAdmitted = await mayCall(dispatching, next.from)
    if (isAdmitted) await work(dispatching, next)
    busyUntil.set(id, isAdmitted ? 0 : dispatching.env.now() + ASK_AGAIN_MS)
  } catch (problem) {
    busyUntil.set(id, dispatching.env.now() + ASK_AGAIN_MS)
    throw problem
  }
  dispatching.beat(['facts', 'pulls'])
}
