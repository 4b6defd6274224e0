import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { RunArguments } from './arguments.js'
import type { ServiceConfig } from './service.js'

/** Where the state of one run lies, and how it is taken away at its end. */
export interface RunDatabase {
  readonly config: ServiceConfig['database']
  drop(): Promise<void>
}

const USUAL = 'postgres://postgres@127.0.0.1:5432/postgres'

/** A file, or a schema of PostgreSQL, that nobody else uses. */
export function openDatabase(store: RunArguments['store']): Promise<RunDatabase> {
  return store === 'sqlite' ? openFile() : openSchema()
}

async function openFile(): Promise<RunDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'canonry-'))
  return {
    config: join(folder, 'retail.db'),
    drop: () => rm(folder, { recursive: true, force: true }),
  }
}

async function openSchema(): Promise<RunDatabase> {
  const url = process.env['POSTGRES_URL'] ?? USUAL
  const schema = `canonry_${randomUUID().replaceAll('-', '')}`
  return {
    config: { url, schema },
    drop: async () => {
      const client = new pg.Client({ connectionString: url })
      await client.connect()
      await client.query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`)
      await client.end()
    },
  }
}
