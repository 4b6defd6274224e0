import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { median } from '../statistics.js'
import { openCompany } from './company.js'
import { levelDocument } from './depot.js'

/** Single durable ingests against the least that the driver can do: one row, one transaction. */
export interface SingleIngests {
  readonly perSecond: number
  readonly driverPerSecond: number
  /** Ours ÷ the driver's, the median over pairs of turns. */
  readonly ratio: number
}

const ROUNDS = 15
const CALLS = 100

/** Measures both in turns, each call waiting for the one before. */
export async function singleIngests(): Promise<SingleIngests> {
  await using company = openCompany('sqlite')
  using driver = openDriver()
  const rounds: { ours: number; theirs: number }[] = []
  let next = 0
  for (let round = 0; round < ROUNDS; round += 1) {
    const ours = await timed(async () => {
      for (let call = 0; call < CALLS; call += 1) {
        await company.sync.ingest('depot', [levelDocument(next, 1)])
        next += 1
      }
    })
    const theirs = await timed(async () => {
      for (let call = 0; call < CALLS; call += 1) driver.insert(String(levelDocument(call, 1).body))
    })
    rounds.push({ ours, theirs })
  }
  return {
    perSecond: (CALLS * 1_000) / median(rounds.map(({ ours }) => ours)),
    driverPerSecond: (CALLS * 1_000) / median(rounds.map(({ theirs }) => theirs)),
    ratio: median(rounds.map(({ ours, theirs }) => theirs / ours)),
  }
}

function openDriver(): { insert(body: string): void } & Disposable {
  const folder = mkdtempSync(join(tmpdir(), 'canonry-bench-'))
  const database = new DatabaseSync(join(folder, 'driver.db'))
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
  database.exec('CREATE TABLE row (seq INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT')
  const insert = database.prepare('INSERT INTO row (body) VALUES (?)')
  return {
    insert: (body) => void insert.run(body),
    [Symbol.dispose]: () => {
      database.close()
      rmSync(folder, { recursive: true })
    },
  }
}

async function timed(work: () => Promise<void>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}
