import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { StockPosition } from '@canonry/model'
import { staticCredentials, systemEnv } from '@canonry/pack'
import { createSync, refKey, type Store, type Sync } from '@canonry/sync'
import { depot, levelDocument, levelRef } from './depot.js'
import { openSchema } from './open-store.js'

/** How fast a number of processes work off what has piled up. */
export interface WorkersOutcome {
  readonly workers: number
  readonly perSecond: number
  /** Levels that are not at their newest version in the end. */
  readonly violations: readonly string[]
}

const PROGRAM = fileURLToPath(new URL('worker-program.ts', import.meta.url))
const BATCH = 500
const LEVELS = 1_000
const LOOK_AGAIN_MS = 25

/** Facts of 1,000 levels that lie in PostgreSQL when so many processes begin to work on them. */
export async function manyWorkers(workers: number, facts: number): Promise<WorkersOutcome> {
  const { store, schema, drop } = openSchema()
  const sync = receiverOn(store)
  const children = await Promise.all(Array.from({ length: workers }, () => startProgram(schema)))
  try {
    await ingest(sync, facts)
    const start = performance.now()
    for (const child of children) child.send('work')
    while ((await sync.backlog()).facts > 0) await systemEnv().sleep(LOOK_AGAIN_MS)
    const perSecond = (facts * 1_000) / (performance.now() - start)
    return { workers, perSecond, violations: await judge(store, facts) }
  } finally {
    await Promise.all(children.map(stop))
    await sync.close()
    await drop()
  }
}

function receiverOn(store: Store): Sync {
  const connections = [depot('depot')]
  return createSync({
    tenant: 'acme',
    store,
    credentials: staticCredentials({}),
    connections,
    flows: [],
  })
}

async function startProgram(schema: string): Promise<ChildProcess> {
  const child = fork(PROGRAM, [schema])
  await once(child, 'message')
  return child
}

async function stop(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit')
  child.send('stop')
  await ended
}

async function ingest(sync: Sync, facts: number): Promise<void> {
  for (let first = 0; first < facts; first += BATCH) {
    const documents = Array.from({ length: Math.min(BATCH, facts - first) }, (_, index) =>
      levelDocument((first + index) % LEVELS, versionAt(first + index)),
    )
    await sync.ingest('depot', documents)
  }
}

function versionAt(turn: number): number {
  return 1 + Math.floor(turn / LEVELS)
}

async function judge(store: Store, facts: number): Promise<readonly string[]> {
  const levels = Array.from({ length: Math.min(facts, LEVELS) }, (_, level) => level)
  const refs = levels.map((level) => refKey(levelRef(level)))
  const question = { kind: 'situation', refs } as const
  const { states } = (await store.open('acme').query<'situation'>(question)).unwrapOr({
    links: [],
    states: [],
  })
  const told = new Map(
    states.map(({ row }) => [refKey(row.source), (row.body as unknown as StockPosition).sellable]),
  )
  return levels.flatMap((level) => {
    const newest = String(versionAt(facts - 1 - ((facts - 1 - level) % LEVELS)))
    const known = told.get(refKey(levelRef(level)))
    return known === newest ? [] : [`level ${level} is at ${known}, told was ${newest}`]
  })
}
