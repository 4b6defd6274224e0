import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { staticCredentials, systemEnv } from '@canonry/pack'
import { createSync, type Sync } from '@canonry/sync'
import { POSTGRES, query } from '../peers/database.js'
import { depot, levelDocument } from '../sync/depot.js'
import { openSchema } from '../sync/open-store.js'

/** What works on a schema: so many processes, each with so many connections to systems. */
export interface PlantPlan {
  readonly workers: number
  /** With the depot that tells its levels and the shops that are told them. */
  readonly connections: number
  readonly shops: number
}

/** What one process of a plant is told. */
export interface WorkerPlan extends Omit<PlantPlan, 'workers'> {
  readonly url: string
  readonly schema: string
}

/** What the processes of a plant took since they began, and hold now. */
export interface WorkerReading {
  readonly cpuMs: number
  readonly rssBytes: number
  readonly queries: number
}

/** A depot whose levels are ingested here, and processes that apply them. */
export interface Plant extends AsyncDisposable {
  readonly schema: string
  /** Ingests the next version of each level in turn, and waits until nothing is left to do. */
  tell(levels: readonly number[]): Promise<void>
  /** Ingests the same documents again. */
  repeat(levels: readonly number[]): Promise<void>
  /** One reading of each process. */
  read(): Promise<readonly WorkerReading[]>
  /** Throws where a level is not at its newest version, or something went wrong on the way. */
  judge(): Promise<void>
}

const PROGRAM = fileURLToPath(new URL('worker-program.ts', import.meta.url))
const BATCH = 500
const LOOK_AGAIN_MS = 25

/** Starts processes on a schema of their own, which is dropped at the end. */
export async function openPlant({ workers, ...plan }: PlantPlan): Promise<Plant> {
  const { store, schema, drop } = openSchema()
  const connections = [depot('depot')]
  const credentials = staticCredentials({})
  const sync = createSync({ tenant: 'acme', store, credentials, connections, flows: [] })
  await sync.backlog()
  const children = await Promise.all(
    Array.from({ length: workers }, () => startProgram({ ...plan, schema, url: urlOf(schema) })),
  )
  const told = new Map<number, number>()
  return {
    schema,
    tell: (levels) => {
      const documents = levels.map((level) => {
        told.set(level, (told.get(level) ?? 0) + 1)
        return levelDocument(level, told.get(level) ?? 0)
      })
      return work(sync, documents)
    },
    repeat: (levels) =>
      work(
        sync,
        levels.map((level) => levelDocument(level, told.get(level) ?? 0)),
      ),
    read: () => Promise.all(children.map(readingOf)),
    judge: () => judge(schema, told),
    [Symbol.asyncDispose]: async () => {
      await Promise.all(children.map(stop))
      await sync.close()
      await drop()
    },
  }
}

/** How many connections to the database the processes of a plant hold. */
export async function sessionsOf({ schema }: Plant): Promise<number> {
  const text = `SELECT count(*)::int AS sessions FROM pg_stat_activity WHERE application_name = '${schema}'`
  const [row] = await query<{ readonly sessions: number }>(POSTGRES, text)
  return row?.sessions ?? 0
}

type Documents = readonly ReturnType<typeof levelDocument>[]

async function work(sync: Sync, documents: Documents): Promise<void> {
  for (let first = 0; first < documents.length; first += BATCH) {
    await sync.ingest('depot', documents.slice(first, first + BATCH))
  }
  for (;;) {
    const { facts, reads, effects } = await sync.backlog()
    if (facts + reads + effects === 0) return
    await systemEnv().sleep(LOOK_AGAIN_MS)
  }
}

async function judge(schema: string, told: ReadonlyMap<number, number>): Promise<void> {
  const text = `SELECT count(*)::int AS levels, coalesce(sum(version::bigint), 0)::float8 AS versions,
    (SELECT count(*)::int FROM ${schema}.exception) AS exceptions
    FROM ${schema}.source WHERE connection = 'depot'`
  const [found] = await query<Record<'levels' | 'versions' | 'exceptions', number>>(POSTGRES, text)
  const versions = [...told.values()].reduce((sum, version) => sum + version, 0)
  const expected = { levels: told.size, versions, exceptions: 0 }
  if (JSON.stringify(found) === JSON.stringify(expected)) return
  throw new Error(`found ${JSON.stringify(found)} instead of ${JSON.stringify(expected)}`)
}

function urlOf(schema: string): string {
  const url = new URL(POSTGRES)
  url.searchParams.set('application_name', schema)
  return url.href
}

async function startProgram(plan: WorkerPlan): Promise<ChildProcess> {
  const child = fork(PROGRAM, [JSON.stringify(plan)])
  await answerOf(child)
  return child
}

async function readingOf(child: ChildProcess): Promise<WorkerReading> {
  const answer = answerOf(child)
  child.send('read')
  return (await answer) as WorkerReading
}

async function answerOf(child: ChildProcess): Promise<unknown> {
  const over = new AbortController()
  const { signal } = over
  const ended = once(child, 'exit', { signal }).then(([code]) => {
    throw new Error(`a worker ended with ${code}`)
  })
  try {
    const [answer] = await Promise.race([once(child, 'message', { signal }), ended])
    return answer
  } finally {
    ended.catch(() => undefined)
    over.abort()
  }
}

async function stop(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit')
  child.send('stop')
  await ended
}
