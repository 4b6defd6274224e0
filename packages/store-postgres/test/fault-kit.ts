import { randomUUID } from 'node:crypto'
import { type PostgresOptions, type PostgresTarget, postgres } from '@canonry/store-postgres'
import type { NewFact, Store } from '@canonry/sync'
import pg from 'pg'
import postgresJs from 'postgres'
import { expect } from 'vitest'
import { START, factOf as webhookFact } from '../../sync/src/testing/conformance/bench.js'

/** A fact like no other. */
export function factOf(change: Partial<NewFact> = {}): NewFact {
  return webhookFact({ hash: randomUUID(), ...change })
}

export function append(store: Store, ...facts: NewFact[]) {
  return store.open('acme').append({ now: START, facts, counts: {} })
}

export async function closed(store: Store): Promise<void> {
  expect((await store.close()).isOk()).toBe(true)
}

/** What a store says when something is handed over to it; then it is closed. */
export async function saidBy(store: Store): Promise<string> {
  const answer = await append(store, factOf())
  await closed(store)
  return answer.match(
    () => 'done',
    ({ kind, message }) => `${kind}: ${message}`,
  )
}

/** How often each fact of a list is in the journal. */
export async function journaled(store: Store, facts: readonly NewFact[]): Promise<number[]> {
  const read = await store.open('acme').read({ limit: 100_000, bytes: 1e9 })
  const hashes = read._unsafeUnwrap().map(({ hash }) => hash)
  return facts.map((fact) => hashes.filter((hash) => hash === fact.hash).length)
}

/** The ways to a server: each answers a store that has connections of its own. */
export const WAYS: Readonly<Record<string, (url: string, options?: PostgresOptions) => Store>> = {
  'a connection string': (url, options) => postgres(url, options),
  'a pool of pg': (url, options) =>
    postgres(quiet(new pg.Pool({ connectionString: url })), options),
  'postgres.js': (url, options) =>
    postgres(
      {
        sql: postgresJs(url, {
          max: 10,
          backoff: () => 0,
          connect_timeout: 2,
          onnotice: () => undefined,
          // nobody can catch its rejection where the server goes away just then
          fetch_types: false,
        }),
      },
      options,
    ),
}

function quiet(pool: pg.Pool): PostgresTarget {
  pool.on('error', () => undefined)
  return pool
}
