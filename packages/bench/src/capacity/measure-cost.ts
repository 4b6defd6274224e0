import { systemEnv } from '@canonry/pack'
import { costOf } from '../peers/cost.js'
import { POSTGRES, query } from '../peers/database.js'
import { type Plant, sessionsOf, type WorkerReading } from './plant.js'

/** What one unit of some work costs. */
export interface UnitCost {
  readonly name: string
  /** How many were measured. */
  readonly units: number
  readonly perSecond: number
  /** Processor time of whoever ingests and of all workers, µs. */
  readonly client: number
  /** Processor time of the server, µs; `NaN` where its processes cannot be seen. */
  readonly server: number
  readonly wal: number
  /** What the tables and their indexes grew by, bytes. */
  readonly disk: number
}

/** What workers take while there is nothing to do, and hold. */
export interface IdleCost {
  /** Processor time of all workers, ms in a second. */
  readonly client: number
  /** Processor time of the server, ms in a second. */
  readonly server: number
  readonly queries: number
  readonly rssBytes: number
  /** Connections to the database. */
  readonly sessions: number
}

const SERVER = { place: { postgres: POSTGRES }, peer: { on: 'postgres' } } as const
const SETTLE_MS = 1_000

/** Measures what some work costs, for each of its units. */
export async function unitCost(
  plant: Plant,
  { name, units, work }: { name: string; units: number; work: () => Promise<void> },
): Promise<UnitCost> {
  const [disk, workers] = [sumOf(await tablesOf(plant)), total(await plant.read())]
  const cost = await costOf(SERVER, work)
  const spent = total(await plant.read()).cpuMs - workers.cpuMs + cost.clientMs
  const grown = sumOf(await tablesOf(plant)) - disk
  await plant.judge()
  return {
    name,
    units,
    perSecond: units / cost.seconds,
    client: (spent * 1_000) / units,
    server: ((cost.serverMs ?? Number.NaN) * 1_000) / units,
    wal: (cost.walBytes ?? Number.NaN) / units,
    disk: grown / units,
  }
}

/** Measures what the workers take in some seconds in which nothing is told. */
export async function idleCost(plant: Plant, seconds: number): Promise<IdleCost> {
  await systemEnv().sleep(SETTLE_MS)
  const before = total(await plant.read())
  const cost = await costOf(SERVER, () => systemEnv().sleep(seconds * 1_000))
  const after = total(await plant.read())
  return {
    client: (after.cpuMs - before.cpuMs) / cost.seconds,
    server: (cost.serverMs ?? Number.NaN) / cost.seconds,
    queries: (after.queries - before.queries) / cost.seconds,
    rssBytes: after.rssBytes,
    sessions: await sessionsOf(plant),
  }
}

/** The bytes of each table of a plant, with its indexes. */
export async function tablesOf({ schema }: Plant): Promise<ReadonlyMap<string, number>> {
  const rows = await query<{ readonly name: string; readonly bytes: number }>(
    POSTGRES,
    `SELECT relname AS name, pg_total_relation_size(pg_class.oid)::float8 AS bytes FROM pg_class
       JOIN pg_namespace ON pg_namespace.oid = relnamespace
       WHERE nspname = '${schema}' AND relkind = 'r'`,
  )
  return new Map(rows.map(({ name, bytes }) => [name, bytes]))
}

function sumOf(tables: ReadonlyMap<string, number>): number {
  return [...tables.values()].reduce((sum, bytes) => sum + bytes, 0)
}

function total(readings: readonly WorkerReading[]): WorkerReading {
  return {
    cpuMs: readings.reduce((sum, { cpuMs }) => sum + cpuMs, 0),
    rssBytes: readings.reduce((sum, { rssBytes }) => sum + rssBytes, 0),
    queries: readings.reduce((sum, { queries }) => sum + queries, 0),
  }
}
