import { DatabaseSync } from 'node:sqlite'
import { createOutboxTable, memoryStore, shardOf } from '@canonry/sync'
import { DatabaseSync as PackagedDatabase } from '@photostructure/sqlite'
import { describe, expect, it } from 'vitest'
import { bookedTotals, erpBooks } from './world/erp.js'
import { orderRef, shopOrder } from './world/shop.js'
import { createWorld, isIdle, type World } from './world/world.js'

const documentOf = (id: string, version = 1) => ({
  resource: 'order@rest',
  key: id,
  body: JSON.stringify(shopOrder(id, version)),
})

/** A user's own database with a table of theirs and the outbox. */
function ownDatabase() {
  const database = new DatabaseSync(':memory:')
  database.exec(createOutboxTable('sqlite'))
  database.exec('CREATE TABLE basket (id TEXT)')
  return database
}

const staged = (database: DatabaseSync) =>
  database.prepare('SELECT count(*) AS n FROM canonry_outbox').get()?.['n']

async function workOff({ sync, env }: World, isDone: () => boolean): Promise<void> {
  await using _ = await sync.start()
  await env.until(async () => isDone() && (await isIdle(sync)))
}

describe('an outbox', () => {
  it('is journaled with what the user committed, in order, and is empty then', async () => {
    const database = ownDatabase()
    const world = createWorld({ outbox: { database } })
    database.exec('BEGIN')
    database.exec("INSERT INTO basket VALUES ('b1')")
    const outbox = world.sync.outbox(database)
    expect(await outbox.ingest('shop', [documentOf('1', 2), documentOf('2')])).toEqual([
      { kind: 'staged' },
      { kind: 'staged' },
    ])
    database.exec('COMMIT')
    await workOff(world, () => staged(database) === 0)
    expect(bookedTotals(world.erpBooks, orderRef('1'))).toEqual(['12'])
    expect(world.erpBooks.ledger).toHaveLength(2)
    expect((await world.sync.counters())['outbox.relayed']).toBe(2)
  })

  it('leaves nothing behind of what the user took back', async () => {
    const database = ownDatabase()
    const world = createWorld({ outbox: { database } })
    database.exec('BEGIN')
    await world.sync.outbox(database).ingest('shop', [documentOf('1')])
    database.exec('ROLLBACK')
    await using _ = await world.sync.start()
    await world.env.advance(10_000)
    expect(world.erpBooks.ledger).toEqual([])
    expect((await world.sync.backlog()).facts).toBe(0)
  })

  it('is not looked at through a connection in whose transaction it still is', async () => {
    const database = ownDatabase()
    const world = createWorld({ outbox: { database } })
    await using _ = await world.sync.start()
    database.exec('BEGIN')
    await world.sync.outbox(database).ingest('shop', [documentOf('1')])
    await world.env.advance(5_000)
    database.exec('ROLLBACK')
    await world.env.advance(5_000)
    expect(await world.sync.counters()).toEqual({})
    await world.sync.outbox(database).ingest('shop', [documentOf('2')])
    await world.env.until(() => staged(database) === 0)
    expect(await world.sync.counters()).toMatchObject({ 'outbox.relayed': 1 })
  })

  it('is the same where a database is set up to rename its columns', async () => {
    const database = ownDatabase()
    const inCapitals = (row: object) =>
      Object.fromEntries(Object.entries(row).map(([name, value]) => [name.toUpperCase(), value]))
    const renaming = {
      prepare: (sql: string) => {
        const statement = database.prepare(sql)
        return {
          run: (...values: never[]) => statement.run(...values),
          all: (...values: never[]) => statement.all(...values).map(inCapitals),
        }
      },
    }
    const store = memoryStore()
    const world = createWorld({ store, outbox: { database: renaming } })
    await world.sync.outbox(renaming).ingest('shop', [documentOf('1')])
    await workOff(world, () => staged(database) === 0)
    const question = { kind: 'journal', shard: shardOf('shop', '1'), after: 0, limit: 9 } as const
    const page = await store.open('acme').query<'journal'>(question)
    expect(page._unsafeUnwrap().facts).toMatchObject([
      { routingKey: '1', resource: 'order@rest', apiVersion: '1' },
    ])
  })

  it('is taken out by so many bytes at a time that they fit into memory', async () => {
    const database = ownDatabase()
    const taken: number[] = []
    const watched = {
      prepare: (sql: string) => {
        const statement = database.prepare(sql)
        return {
          run: (...values: never[]) => statement.run(...values),
          all: (...values: never[]) => {
            const rows = statement.all(...values)
            if (rows.length > 0) taken.push(rows.length)
            return rows
          },
        }
      },
    }
    const world = createWorld({ outbox: { database: watched } })
    const note = 'x'.repeat(3_000_000)
    const documents = ['1', '2', '3', '4', '5'].map((key) => ({
      ...documentOf(key),
      body: JSON.stringify(shopOrder(key, 1, { note })),
    }))
    await world.sync.outbox(database).ingest('shop', [...documents, documentOf('6')])
    await workOff(world, () => staged(database) === 0)
    expect(taken).toEqual([2, 2, 2])
    expect(world.erpBooks.ledger).toHaveLength(6)
  })

  it('is whole in a transaction that waits for no promise, and gone with it', async () => {
    const database = ownDatabase()
    const { sync } = createWorld()
    const documents = Array.from({ length: 250 }, (_, index) => documentOf(`${index}`))
    // what the transactions of better-sqlite3 do
    const inTransaction = (end: string) => {
      database.exec('BEGIN')
      const answer = sync.outbox(database).ingest('shop', documents)
      database.exec(end)
      return answer
    }
    await inTransaction('ROLLBACK')
    expect(staged(database)).toBe(0)
    await inTransaction('COMMIT')
    expect(staged(database)).toBe(250)
    database.exec('DROP TABLE canonry_outbox')
    expect(() => inTransaction('COMMIT')).toThrow(/canonry_outbox/)
  })

  it('journals once what was journaled and not taken out before the process died', async () => {
    const database = ownDatabase()
    const given = { store: memoryStore(), erpBooks: erpBooks() }
    const dying = {
      prepare: (sql: string) => {
        if (sql.startsWith('DELETE')) throw new Error('the process died')
        return database.prepare(sql)
      },
    }
    const first = createWorld({ ...given, outbox: { database: dying } })
    await first.sync.outbox(database).ingest('shop', [documentOf('1', 1), documentOf('1', 2)])
    await using worker = await first.sync.start()
    await first.env.advance(5_000)
    await worker.stop()
    expect(staged(database)).toBe(2)
    const second = createWorld({ ...given, env: first.env, outbox: { database } })
    await workOff(second, () => staged(database) === 0)
    expect(await second.sync.counters()).toMatchObject({ 'facts.received': 2 })
    expect(bookedTotals(given.erpBooks, orderRef('1')).at(-1)).toBe('12')
  })

  it('refuses bytes that would come out as other characters, and what is no document', async () => {
    const { sync } = createWorld()
    const database = ownDatabase()
    const latin = Buffer.from(JSON.stringify(shopOrder('1', 1, { note: 'Müller' })), 'latin1')
    const documents = [
      { ...documentOf('1'), body: latin },
      { ...documentOf('2'), key: 2 },
    ]
    const answers = await sync.outbox(database).ingest('shop', documents as never)
    expect(answers).toMatchObject([{ reason: 'not-utf-8' }, { reason: 'no-document' }])
    expect(staged(database)).toBe(0)
  })

  it('refuses what it could not journal, in the transaction', async () => {
    const { sync } = createWorld()
    const [refused] = await sync
      .outbox(ownDatabase())
      .ingest('shop', [{ ...documentOf('1'), resource: 'parrot@rest' }])
    expect(refused).toMatchObject({ kind: 'refused', reason: 'unknown-resource' })
    expect(() => sync.outbox(ownDatabase()).ingest('nowhere', [])).toThrow(/no connection/)
    expect(() => sync.outbox({} as never)).toThrow(/pg, postgres.js, Kysely/)
  })

  it('tells when its table cannot be read, tries with patience, and tells that it is solved', async () => {
    const database = new DatabaseSync(':memory:')
    const world = createWorld({ outbox: { database } })
    await using _ = await world.sync.start()
    await world.env.advance(60_000)
    expect(await world.sync.exceptions()).toMatchObject([
      { reason: 'outbox-unreadable', state: 'open', message: /canonry_outbox/ },
    ])
    database.exec(createOutboxTable('sqlite'))
    await world.env.advance(600_000)
    expect(await world.sync.exceptions({ state: 'open' })).toEqual([])
  })

  it('tells when its database does not answer, and keeps no worker from its end', async () => {
    const database = ownDatabase()
    let isSilent = true
    const silent = {
      prepare: (sql: string) => {
        const statement = database.prepare(sql)
        return {
          run: (...values: never[]) => statement.run(...values),
          all: (...values: never[]) =>
            isSilent ? (new Promise(() => undefined) as never) : statement.all(...values),
        }
      },
    }
    const world = createWorld({ outbox: { database: silent } })
    const worker = await world.sync.start()
    await world.env.advance(130_000)
    expect(await world.sync.exceptions({ state: 'open' })).toMatchObject([
      { reason: 'outbox-unreadable', message: /did not answer for 120 seconds/ },
    ])
    isSilent = false
    await world.sync.outbox(database).ingest('shop', [documentOf('1')])
    await world.env.until(() => staged(database) === 0)
    expect(await world.sync.exceptions({ state: 'open' })).toEqual([])
    isSilent = true
    await world.env.advance(2_000)
    const ended = worker.stop().then(() => 'ended')
    await world.env.advance(130_000)
    expect(await Promise.race([ended, Promise.resolve('runs')])).toBe('ended')
  })

  it('keeps tenants apart that share a database', async () => {
    const database = ownDatabase()
    const one = createWorld({ outbox: { database } })
    const other = createWorld({ outbox: { database }, tenant: 'other' })
    await one.sync.outbox(database).ingest('shop', [documentOf('1')])
    await using _ = await other.sync.start()
    await other.env.advance(5_000)
    expect(staged(database)).toBe(1)
  })

  it('takes many documents at once, and bytes as well as text', async () => {
    const database = new PackagedDatabase(':memory:')
    database.exec(createOutboxTable('sqlite'))
    const { sync } = createWorld()
    const documents = Array.from({ length: 250 }, (_, index) => ({
      ...documentOf(`${index}`),
      body: new TextEncoder().encode(documentOf(`${index}`).body),
    }))
    const answers = await sync.outbox(database).ingest('shop', documents)
    expect(answers).toHaveLength(250)
    const rows = database.prepare('SELECT doc_key, body FROM canonry_outbox ORDER BY id').all()
    expect(rows).toHaveLength(250)
    expect(rows[249]).toMatchObject({ doc_key: '249', body: documentOf('249').body })
  })
})
