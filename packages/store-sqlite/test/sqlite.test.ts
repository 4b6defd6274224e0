import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { sqlite } from '@canonry/store-sqlite'
import { DEDUPE_MS, type Fact, type Store } from '@canonry/sync'
import { afterEach, describe, expect, it } from 'vitest'
import { factOf } from '../../sync/src/testing/conformance/bench.js'
import { shopOrder, webhook } from '../../sync/test/world/shop.js'
import { createWorld, isIdle, workOff } from '../../sync/test/world/world.js'
import { BetterDatabase, needsBetter, openBetter } from './better-sqlite3.js'
import { temporaryFile } from './temporary-file.js'

describe('a SQLite file', () => {
  it('has everything again after it was closed and opened', async () => {
    const file = temporaryFile()
    const before = createWorld({ store: sqlite(new DatabaseSync(file)) })
    await before.sync.receive('shop', webhook(shopOrder('1'), { eventId: 'e' }))
    await before.sync.close()
    const { env, erpBooks } = before
    const after = createWorld({ store: sqlite(new DatabaseSync(file)), env, erpBooks })
    await after.sync.receive('shop', webhook(shopOrder('1'), { eventId: 'e' }))
    await workOff(after)
    expect(erpBooks.ledger).toHaveLength(1)
    expect(await after.sync.counters()).toMatchObject({ 'facts.received': 1, 'facts.duplicate': 1 })
  })

  it('is not kept under no name, where nobody would find it again', () => {
    for (const target of ['', undefined as never]) {
      expect(() => sqlite(target)).toThrow('there is no file: give its path')
    }
  })

  it('says that it is closed once it is', async () => {
    const { sync } = createWorld({ store: sqlite(new DatabaseSync(temporaryFile())) })
    await sync.close()
    expect((await sync.receive('shop', webhook(shopOrder('1')))).status).toBe(503)
    await expect(sync.counters()).rejects.toThrow(/closed/)
  })

  it('takes nothing and loses nothing while the disk is full', async () => {
    const database = new DatabaseSync(temporaryFile())
    const world = createWorld({ store: sqlite(database) })
    await world.sync.receive('shop', webhook(shopOrder('1')))
    database.exec('PRAGMA max_page_count = 1')
    let taken = 0
    let refused: Response | undefined
    while (!refused && taken < 1_000) {
      const note = 'x'.repeat(2_000)
      const answer = await world.sync.receive('shop', webhook(shopOrder(`a${taken}`, 1, { note })))
      if (answer.status === 503) refused = answer
      else taken++
    }
    expect(refused?.headers.get('retry-after')).toBe('5')
    expect((await world.sync.backlog()).facts).toBe(taken + 1)
    database.exec('PRAGMA max_page_count = 1000000')
    await world.sync.receive('shop', webhook(shopOrder('b')))
    await workOff(world)
    expect(world.erpBooks.ledger).toHaveLength(taken + 2)
  })

  it('does not lose what it works on while the disk is full, and goes on when there is room', async () => {
    const database = new DatabaseSync(temporaryFile())
    const world = createWorld({ store: sqlite(database) })
    for (let id = 1; id <= 30; id++) {
      const order = shopOrder(`${id}`, 1, { note: 'x'.repeat(4_000) })
      expect((await world.sync.receive('shop', webhook(order))).status).toBe(200)
    }
    database.exec('PRAGMA max_page_count = 1')
    await using _ = await world.sync.start()
    await world.env.advance(60_000)
    expect((await world.sync.backlog()).facts).toBe(30)
    expect(world.erpBooks.ledger).toHaveLength(0)
    database.exec('PRAGMA max_page_count = 1000000')
    await world.env.until(() => isIdle(world.sync))
    expect(world.erpBooks.ledger).toHaveLength(30)
  })

  it.each([
    ['is no database', (bytes: Buffer) => bytes.fill('nonsense', 0, 4_096), /no SQLite database/],
    ['is damaged', (bytes: Buffer) => bytes.fill(0xa5, 4_096), /damaged.*backup/],
  ])('is an ordinary failure when it %s', async (_, spoil, message) => {
    const file = temporaryFile()
    const store = sqlite(file)
    const facts = [factOf({ hash: 'a' })]
    expect((await store.open('acme').append({ now: 1, facts, counts: {} })).isOk()).toBe(true)
    expect((await store.close()).isOk()).toBe(true)
    writeFileSync(file, spoil(readFileSync(file)))
    for (const spoiled of [sqlite(file), sqlite(new DatabaseSync(file))]) {
      const answer = await spoiled.open('acme').append({ now: 1, facts, counts: {} })
      expect(answer.isErr() && answer.error.kind).toBe('unavailable')
      expect(answer.isErr() && answer.error.message).toMatch(message)
    }
  })

  it('is an ordinary failure when it cannot be written', async () => {
    const file = temporaryFile()
    const writable = createWorld({ store: sqlite(new DatabaseSync(file)) })
    await writable.sync.receive('shop', webhook(shopOrder('1')))
    const store = sqlite(new DatabaseSync(file, { readOnly: true }))
    const tenant = store.open('acme')
    const appended = await tenant.append({ now: 0, facts: [], counts: { seen: 1 } })
    expect(appended.isErr() && appended.error.kind).toBe('read-only')
    const facts = await tenant.read({ limit: 9, bytes: 1_000_000 }).unwrapOr([] as readonly Fact[])
    expect(facts).toHaveLength(1)
  })

  it.skipIf(!BetterDatabase)(
    `says the same of what goes wrong with better-sqlite3${needsBetter}`,
    async () => {
      const file = temporaryFile()
      const database = openBetter(file)
      const world = createWorld({ store: sqlite(database) })
      await world.sync.receive('shop', webhook(shopOrder('1')))
      const whatIsSaid = async (store: Store) => {
        const written = await store.open('acme').append({ now: 0, facts: [], counts: { seen: 1 } })
        return written.isErr() && written.error.kind
      }
      const readonly = sqlite(openBetter(file, { readonly: true }))
      expect(await whatIsSaid(readonly)).toBe('read-only')
      const other = openBetter(file)
      other.exec('BEGIN IMMEDIATE')
      database.pragma('busy_timeout = 1')
      expect(await whatIsSaid(sqlite(database))).toBe('unavailable')
      other.close()
      database.pragma('max_page_count = 1')
      const note = 'x'.repeat(1_000_000)
      expect((await world.sync.receive('shop', webhook(shopOrder('2', 1, { note })))).status).toBe(
        503,
      )
      database.pragma('max_page_count = 1000000')
      await world.sync.receive('shop', webhook(shopOrder('2', 1, { note })))
      await workOff(world)
      expect(world.erpBooks.ledger).toHaveLength(2)
      database.close()
      expect(await whatIsSaid(sqlite(database))).toBe('closed')
    },
  )

  it('takes nothing that would be gone, while it is not where it was opened', async () => {
    const file = temporaryFile()
    const world = createWorld({ store: sqlite(file) })
    const statusOf = async (id: string) =>
      (await world.sync.receive('shop', webhook(shopOrder(id)))).status
    expect(await statusOf('1')).toBe(200)
    expect(await world.sync.counters()).toMatchObject({ 'facts.received': 1 })
    renameSync(file, `${file}-away`)
    expect(await statusOf('2')).toBe(503)
    await expect(world.sync.counters()).rejects.toThrow(/moved, replaced or deleted/)
    writeFileSync(file, '')
    expect(await statusOf('2')).toBe(503)
    renameSync(`${file}-away`, file)
    expect(await statusOf('2')).toBe(200)
    await workOff(world)
    expect(world.erpBooks.ledger).toHaveLength(2)
    await world.sync.close()
  })

  it('is an ordinary failure when its folder does not exist', async () => {
    const tenant = sqlite('/nowhere/at/all/retail.db').open('acme')
    const answer = await tenant.read({ limit: 1, bytes: 1_000_000 })
    expect(answer.isErr() && answer.error).toMatchObject({ kind: 'unavailable' })
  })

  it('is an ordinary failure while another process holds it for long', async () => {
    const file = temporaryFile()
    const database = new DatabaseSync(file)
    const { sync } = createWorld({ store: sqlite(database) })
    await sync.receive('shop', webhook(shopOrder('1')))
    database.exec('PRAGMA busy_timeout = 1')
    const other = new DatabaseSync(file)
    other.exec('BEGIN IMMEDIATE')
    expect((await sync.receive('shop', webhook(shopOrder('2')))).status).toBe(503)
    other.exec('ROLLBACK')
    expect((await sync.receive('shop', webhook(shopOrder('2')))).status).toBe(200)
  })

  it('keeps bodies apart from what proves them, so that they can be erased alone', async () => {
    const database = new DatabaseSync(temporaryFile())
    const world = createWorld({ store: sqlite(database) })
    const canary = 'Canary Lane 7'
    await world.sync.receive('shop', webhook(shopOrder('1', 1, { note: canary })))
    await workOff(world)
    const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all()
    const holding = tables
      .map(({ name }) => String(name))
      .filter((name) =>
        database
          .prepare(`SELECT * FROM ${name}`)
          .all()
          .some((row) =>
            JSON.stringify(row, (_, value) =>
              value instanceof Uint8Array ? new TextDecoder().decode(value) : value,
            ).includes(canary),
          ),
      )
    expect(holding.sort()).toEqual(['effect_body', 'entity_body', 'fact_body', 'source_body'])
  })

  it('forgets deliveries that have expired, some with each sign of life, and no others', async () => {
    const database = new DatabaseSync(':memory:')
    const tenant = sqlite(database).open('acme')
    const claimed = await tenant.maintain({ kind: 'claim', now: 1, worker: 'one' })
    const { epoch } = claimed._unsafeUnwrap()
    const append = async (now: number, prefix: string) => {
      const facts = Array.from({ length: 1_500 }, (_, n) => factOf({ hash: `${prefix}${n}` }))
      expect((await tenant.append({ now, facts, counts: {} })).isOk()).toBe(true)
    }
    const beat = () => tenant.maintain({ kind: 'beat', now: DEDUPE_MS + 1, epoch })
    const remembered = () => database.prepare('SELECT count(*) AS n FROM dedupe').get()?.['n']
    await append(1, 'old')
    await append(2, 'new')
    for (let turn = 1; turn <= 4; turn++) expect((await beat()).isOk()).toBe(true)
    expect(remembered()).toBe(1_500)
    await append(3, 'new')
    expect(remembered()).toBe(1_500)
  })

  it('answers its questions from indexes', async () => {
    const database = new DatabaseSync(temporaryFile())
    const { sync } = createWorld({ store: sqlite(database) })
    await sync.counters()
    const plans = [
      'SELECT progress FROM effect_state WHERE queue = 1 AND standing = 1 ORDER BY due_at, seq LIMIT 9',
      'SELECT seq FROM effect_state WHERE queue = 1 AND standing = 2 AND run_at <= 1 ORDER BY run_at LIMIT 9',
      'SELECT count(*) FROM effect_state WHERE queue = 1 AND standing = 3',
      "SELECT progress FROM effect_state WHERE waits_for = ''",
      "SELECT exception FROM exception WHERE tenant = '' AND fingerprint = '' AND state = 'open'",
    ]
    for (const statement of plans) {
      const plan = database.prepare(`EXPLAIN QUERY PLAN ${statement}`).all()
      const details = plan.map(({ detail }) => String(detail))
      expect(details.join('; ')).toMatch(/USING (COVERING )?INDEX (effect|exception)_/)
      expect(details.join('; ')).not.toMatch(/SCAN|TEMP B-TREE/)
    }
  })
})

describe('a path on a Node without SQLite', () => {
  const { getBuiltinModule } = process
  afterEach(() => {
    process.getBuiltinModule = getBuiltinModule
  })

  it('throws at once and names the handle to pass', () => {
    process.getBuiltinModule = (() => undefined) as never
    expect(() => sqlite('retail.db')).toThrow(
      /sqlite\(new DatabaseSync\("retail.db"\)\) with DatabaseSync from "@photostructure\/sqlite"/,
    )
  })
})
