import { randomUUID } from 'node:crypto'
import { type ClientLike, type PoolLike, postgres } from '@canonry/store-postgres'
import { emptyCommit, type NewFact, type Store } from '@canonry/sync'
import { testEnv } from '@canonry/sync/testing'
import pg from 'pg'
import postgresJs from 'postgres'
import { afterAll, describe, expect, it } from 'vitest'
import { START } from '../../sync/src/testing/conformance/bench.js'
import { storeClock } from '../../sync/src/worker/store-clock.js'
import { append, closed, factOf, saidBy, WAYS } from './fault-kit.js'
import { SERVER, serverIsMissing, testDatabase } from './postgres-server.js'

const missing = await serverIsMissing()

const HOUR_MS = 3_600_000

function isSame(body: Uint8Array | undefined, other: Uint8Array | undefined): boolean {
  return body !== undefined && other !== undefined && Buffer.compare(body, other) === 0
}

async function taken(store: Store, ...facts: NewFact[]): Promise<void> {
  expect((await append(store, ...facts)).isOk()).toBe(true)
}

function urlWith(
  change: Partial<Pick<URL, 'hostname' | 'port' | 'pathname' | 'username' | 'search'>>,
): string {
  return Object.assign(new URL(SERVER), change).href
}

describe.skipIf(missing)(`faults of PostgreSQL${missing ? ` (${missing})` : ''}`, () => {
  const database = testDatabase()
  const admin = new pg.Pool({ connectionString: SERVER, max: 2 })
  const roles: string[] = []
  afterAll(async () => {
    await database.drop()
    for (const role of roles) await admin.query(`DROP ROLE ${role}`)
    await admin.end()
  })

  /** A role that may do nothing yet. */
  async function createRole(): Promise<string> {
    const role = `role_${randomUUID().replaceAll('-', '')}`
    await admin.query(`CREATE ROLE ${role} LOGIN`)
    roles.push(role)
    return role
  }

  it('says that nobody is there, and goes on once somebody is', async () => {
    let isUp = false
    const real = new pg.Pool({ connectionString: SERVER, max: 1 })
    const flaky: PoolLike = {
      connect: async () => {
        if (isUp) return real.connect()
        throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })
      },
      end: () => real.end(),
    }
    const store = postgres(flaky, { schema: database.schema })
    const refused = await append(store, factOf())
    expect(refused._unsafeUnwrapErr()).toMatchObject({
      kind: 'unavailable',
      message: 'the database cannot be reached: see that it runs, nothing was lost',
    })
    isUp = true
    expect((await append(store, factOf())).isOk()).toBe(true)
    await closed(store)
  })

  it('throws what nobody knows a way around, and goes on when it is over', async () => {
    const problems = [new TypeError('a bug of the driver')]
    const real = new pg.Pool({ connectionString: SERVER, max: 1 })
    const connect = async () => {
      const problem = problems.pop()
      if (problem) throw problem
      return real.connect()
    }
    const store = postgres({ connect, end: () => real.end() }, { schema: database.schema })
    await expect(append(store, factOf())).rejects.toThrow('a bug of the driver')
    expect((await append(store, factOf())).isOk()).toBe(true)
    await closed(store)
  })

  it.each(['ERR_STREAM_DESTROYED', 'ERR_SOCKET_CLOSED', '55P03', '40P01'])(
    'says to try again where the driver says %s',
    async (code) => {
      const real = new pg.Pool({ connectionString: SERVER, max: 1 })
      const connect = async () => {
        throw Object.assign(new Error('it did not go'), { code })
      }
      const store = postgres({ connect, end: () => real.end() }, { schema: database.schema })
      expect(await saidBy(store)).toMatch(/^unavailable: .*(try again|nothing was lost)$/)
    },
  )

  it.each([
    [
      'a port that nobody listens on',
      { port: '1' },
      /cannot be reached at .+:1 \(ECONNREFUSED\): see/,
    ],
    [
      'a host that is not there',
      { hostname: 'nowhere.invalid' },
      /cannot be reached at nowhere\.invalid \((ENOTFOUND|EAI_AGAIN)\): see/,
    ],
    ['a database that is not there', { pathname: '/nowhere' }, /create it/],
    ['a user that is not there', { username: 'nobody' }, /check user/],
  ])('says what to do about %s', async (_, change, told) => {
    const message = await saidBy(postgres(urlWith(change), { schema: database.schema }))
    expect(message).toMatch(/^unavailable: /)
    expect(message).toMatch(told)
  })

  it('says that a server only reads, and where that may be set', async () => {
    await taken(database.create(), factOf())
    const readOnly = new pg.Pool({
      connectionString: SERVER,
      options: '-c default_transaction_read_only=on',
    })
    const message = await saidBy(postgres(readOnly, { schema: database.schema }))
    expect(message).toMatch(/^read-only: this server only reads.*default_transaction_read_only$/)
  })

  it.each(['repeatable read', 'serializable'])(
    'lets nobody lose a race in a database that is %s',
    async (isolation) => {
      const { schema } = database
      await taken(database.create(), factOf())
      const options = `-c default_transaction_isolation=${isolation.replace(' ', '\\ ')}`
      const store = postgres(new pg.Pool({ connectionString: SERVER, options }), { schema })
      const answers = await Promise.all(Array.from({ length: 40 }, () => append(store, factOf())))
      expect(answers.filter((each) => each.isErr())).toEqual([])
      await closed(store)
    },
  )

  it.each(Object.entries(WAYS))(
    'keeps bytes and what is missing where the database is set as old ones are, by %s',
    async (_, open) => {
      await taken(database.create(), factOf())
      const role = await createRole()
      await admin.query(`ALTER ROLE ${role} SUPERUSER`)
      for (const setting of ["bytea_output = 'escape'", 'array_nulls = off']) {
        await admin.query(`ALTER ROLE ${role} SET ${setting}`)
      }
      const store = open(urlWith({ username: role }), { schema: database.schema })
      const fact = factOf({ body: Uint8Array.of(0, 255, 92, 123), size: 4 })
      const tenant = store.open(`old settings ${randomUUID()}`)
      const answer = await tenant.append({ now: START, facts: [fact], counts: {} })
      expect(answer.isOk()).toBe(true)
      const [read] = (await tenant.read({ limit: 10, bytes: 1e6 }))._unsafeUnwrap()
      expect(read && [...(read.body ?? [])]).toEqual([0, 255, 92, 123])
      expect(read?.orderHint).toBe(undefined)
      await closed(store)
    },
  )

  it('says what to do about a database that cannot hold all characters', async () => {
    const name = `latin_${randomUUID().replaceAll('-', '')}`
    await admin.query(
      `CREATE DATABASE ${name} ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0`,
    )
    const message = await saidBy(postgres(urlWith({ pathname: `/${name}` })))
    await admin.query(`DROP DATABASE ${name} WITH (FORCE)`)
    expect(message).toBe(
      "unavailable: the database has the encoding LATIN1, which lacks most characters: create one with ENCODING 'UTF8'",
    )
  })

  it('says what to do about a server that is too old', async () => {
    const real = new pg.Pool({ connectionString: SERVER, max: 1 })
    const aged = (client: ClientLike): ClientLike => ({
      query: async (statement) => {
        if (!statement.text.includes('server_version_num')) return client.query(statement)
        return { rows: [{ encoding: 'UTF8', version: '140012' }] }
      },
      release: (broken) => client.release(broken),
    })
    const connect = async () => aged(await real.connect())
    const store = postgres({ connect, end: () => real.end() }, { schema: database.schema })
    expect(await saidBy(store)).toBe(
      'unavailable: the server is PostgreSQL 14, and 15 is needed at least: update it',
    )
  })

  it('goes on once there are connections again, whatever it got of them before', async () => {
    const { schema } = database
    await taken(database.create(), factOf())
    const role = await createRole()
    await admin.query(
      `GRANT USAGE ON SCHEMA ${schema} TO ${role};
       GRANT ALL ON ALL TABLES IN SCHEMA ${schema} TO ${role};
       GRANT ALL ON ALL SEQUENCES IN SCHEMA ${schema} TO ${role};
       ALTER ROLE ${role} CONNECTION LIMIT 1`,
    )
    const store = postgres(urlWith({ username: role }), { schema, connections: 2 })
    for (const _ of ['first', 'second', 'third']) {
      const refused = await append(store, factOf())
      expect(refused._unsafeUnwrapErr().message).toMatch(/no connection left/)
    }
    await admin.query(`ALTER ROLE ${role} CONNECTION LIMIT -1`)
    expect(await saidBy(store)).toBe('done')
  })

  it('says what to do about a time that is too short for statements', async () => {
    const role = await createRole()
    await admin.query(`ALTER ROLE ${role} SUPERUSER`)
    await admin.query(`ALTER ROLE ${role} SET statement_timeout = 1`)
    const slow = (client: ClientLike): ClientLike => ({
      query: async (statement) => {
        await client.query({ text: 'SELECT pg_sleep(1)' })
        return client.query(statement)
      },
      release: (broken) => client.release(broken),
    })
    const real = new pg.Pool({ connectionString: urlWith({ username: role }), max: 1 })
    const connect = async () => slow(await real.connect())
    const store = postgres({ connect, end: () => real.end() }, { schema: database.schema })
    expect(await saidBy(store)).toContain('raise statement_timeout for this user')
  })

  it('runs again what the server could not serialize, five times at most', async () => {
    const { schema } = database
    await taken(database.create(), factOf())
    const real = new pg.Pool({ connectionString: SERVER, max: 1 })
    let losses = 0
    const losing = (client: ClientLike): ClientLike => ({
      query: async (statement) => {
        if (statement.text !== 'COMMIT' || losses === 0) return client.query(statement)
        losses -= 1
        throw Object.assign(new Error('could not serialize access'), { code: '40001' })
      },
      release: (broken) => client.release(broken),
    })
    const connect = async () => losing(await real.connect())
    const store = postgres({ connect, end: () => real.end() }, { schema })
    const tenant = store.open('unlucky')
    const facts = [factOf(), factOf()]
    const [often, tooOften] = facts.map((fact) => ({ now: START, facts: [fact], counts: {} }))
    losses = 4
    expect((await tenant.append(often as never)).isOk()).toBe(true)
    losses = 5
    expect((await tenant.append(tooOften as never))._unsafeUnwrapErr().kind).toBe('conflict')
    const read = (await tenant.read({ limit: 10, bytes: 1e6 }))._unsafeUnwrap()
    expect(read.map(({ hash }) => hash)).toEqual([facts[0]?.hash])
    await closed(store)
  })

  it('runs again what was given up for something that nobody waited for', async () => {
    const { schema } = database
    await taken(database.create(), factOf())
    const real = new pg.Pool({ connectionString: SERVER, max: 2 })
    let losses = 0
    // a real transaction that is aborted, as by a deadlock over a counter
    const deadlock = `DO $$ BEGIN RAISE EXCEPTION 'lost' USING ERRCODE = '40P01'; END $$`
    const losing = (client: ClientLike): ClientLike => ({
      query: (statement) => {
        if (losses === 0 || !statement.text.includes('.counter')) return client.query(statement)
        losses -= 1
        return client.query({ text: deadlock })
      },
      release: (broken) => client.release(broken),
    })
    const connect = async () => losing(await real.connect())
    const store = postgres({ connect, end: () => real.end() }, { schema })
    const tenant = store.open('expiring')
    const facts = [factOf()]
    expect((await tenant.append({ now: START, facts, counts: {} })).isOk()).toBe(true)
    const claim = { kind: 'claim', now: START, worker: 'worker-1' } as const
    const { epoch } = (await tenant.maintain(claim))._unsafeUnwrap()
    const passed = { ...emptyCommit(START), epoch, cursors: [{ shard: 3, from: 0, to: 1 }] }
    expect((await tenant.commit(passed)).isOk()).toBe(true)
    losses = 1
    const expire = { facts: START + 1 }
    const beat = await tenant.maintain({ kind: 'beat', now: START, epoch, expire })
    expect(beat.isOk()).toBe(true)
    expect(losses).toBe(0)
    const question = { kind: 'journal', shard: 3, after: 0, limit: 10 } as const
    const page = (await tenant.query<'journal'>(question))._unsafeUnwrap()
    expect(page.facts.map(({ body }) => body)).toEqual([undefined])
    await closed(store)
  })

  it('works for a role that may use its schema and create nothing', async () => {
    await taken(database.create(), factOf())
    const role = await createRole()
    const { schema } = database
    const open = () => postgres(urlWith({ username: role }), { schema })
    expect(await saidBy(open())).toContain('unavailable: this user may not do this: grant it')
    await admin.query(`GRANT USAGE ON SCHEMA ${schema} TO ${role}`)
    await admin.query(
      `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${schema} TO ${role}`,
    )
    await admin.query(`GRANT USAGE ON ALL SEQUENCES IN SCHEMA ${schema} TO ${role}`)
    expect(await saidBy(open())).toBe('done')
    await admin.query(`DROP OWNED BY ${role}`)
  })

  it('refuses a schema that a newer version has left and this one cannot use, and uses one that it can', async () => {
    const schema = `newer_${randomUUID().replaceAll('-', '')}`
    const open = () => postgres(SERVER, { schema })
    expect(await saidBy(open())).toBe('done')
    const newer = `INSERT INTO ${schema}.migration (version, works_with, name) VALUES ($1, $2, 'newer')`
    await admin.query(newer, [98, 1])
    expect(await saidBy(open())).toBe('done')
    await admin.query(newer, [99, 99])
    expect(await saidBy(open())).toContain('update @canonry/store-postgres')
    await admin.query(`DROP SCHEMA ${schema} CASCADE`)
  })

  it('goes on after its connections were closed by the server', async () => {
    const store = postgres(urlWith({ search: '?application_name=doomed' }), {
      schema: database.schema,
    })
    await taken(store, factOf())
    await admin.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'doomed'`,
    )
    // each connection may fail once, until the pool knows that it is lost
    const answers = [await append(store, factOf())]
    while (answers.at(-1)?.isErr() && answers.length <= 10) {
      answers.push(await append(store, factOf()))
    }
    for (const answer of answers.filter((each) => each.isErr())) {
      expect(answer._unsafeUnwrapErr().kind).toBe('unavailable')
    }
    expect(answers.at(-1)?.isOk()).toBe(true)
    await closed(store)
  })

  it('has done nothing of what was cut off before it was committed', async () => {
    const real = new pg.Pool({ connectionString: SERVER, max: 1 })
    let left = Number.POSITIVE_INFINITY
    const cut = (client: ClientLike): ClientLike => ({
      query: (statement) => {
        if (left-- > 0) return client.query(statement)
        return Promise.reject(new Error('Connection terminated unexpectedly'))
      },
      release: (broken) => client.release(broken),
    })
    const pool: PoolLike = {
      connect: async () => cut(await real.connect()),
      end: () => real.end(),
    }
    const store = postgres(pool, { schema: database.schema })
    const tenant = store.open('cut off')
    const fact = factOf()
    const first = await tenant.append({ now: START, facts: [factOf()], counts: {} })
    expect(first.isOk()).toBe(true)
    for (let statements = 0; ; statements += 1) {
      left = statements
      const answer = await tenant.append({ now: START, facts: [fact], counts: {} })
      left = Number.POSITIVE_INFINITY
      const read = (await tenant.read({ limit: 10, bytes: 1e6 }))._unsafeUnwrap()
      if (answer.isOk()) {
        expect(read).toHaveLength(2)
        break
      }
      expect(answer._unsafeUnwrapErr().kind).toBe('unavailable')
      expect(read).toHaveLength(1)
    }
    await closed(store)
  })

  it('lets a machine whose clock is an hour off work beside others, by the clock of the server', async () => {
    const store = database.create()
    const workers = [-HOUR_MS, 0, HOUR_MS].map((offset, place) => {
      const tenant = store.open('clocks')
      const env = { ...testEnv(), now: () => Date.now() + offset }
      return { tenant, clock: storeClock(env, tenant), worker: `worker-${place}`, epoch: 0 }
    })
    const server = async () => (await admin.query('SELECT now()')).rows[0].now.getTime()
    for (const each of workers) {
      await each.clock.set()
      expect(Math.abs(each.clock.env.now() - (await server()))).toBeLessThan(5_000)
      const claim = { kind: 'claim', worker: each.worker, now: each.clock.env.now() } as const
      each.epoch = (await each.tenant.maintain(claim))._unsafeUnwrap().epoch
    }
    for (let round = 0; round < 3; round += 1) {
      for (const { tenant, epoch, clock } of workers) {
        const beat = await tenant.maintain({ kind: 'beat', epoch, now: clock.env.now() })
        expect(beat._unsafeUnwrap().share?.count).toBe(3)
      }
    }
  })

  it('keeps any character of any name', async () => {
    const tenant = database.create().open('nul \0 and \x01 and \x01\x02')
    const fact = factOf({ routingKey: 'a\0b\x01\0', topic: '\x01', eventId: '\0' })
    const answer = await tenant.append({ now: START, facts: [fact], counts: { 'a\0': 1 } })
    expect(answer.isOk()).toBe(true)
    const [read] = (await tenant.read({ limit: 10, bytes: 1e6 }))._unsafeUnwrap()
    expect(read).toMatchObject({ routingKey: 'a\0b\x01\0', topic: '\x01', eventId: '\0' })
    const counters = await tenant.query<'counters'>({ kind: 'counters' })
    expect(counters._unsafeUnwrap()).toMatchObject({ 'a\0': 1 })
  })

  it('keeps bodies of any size, byte by byte', async () => {
    const tenant = database.create().open('acme')
    const bodies = [0, 1, 16_384, 16_385, 3_000_000].map((size) =>
      Uint8Array.from({ length: size }, (_, index) => (index * 7) % 256),
    )
    const facts = bodies.map((body) => factOf({ body, size: body.length }))
    const answer = await tenant.append({ now: START, facts, counts: {} })
    expect(answer.isOk()).toBe(true)
    const read = (await tenant.read({ limit: 10, bytes: 1e9 }))._unsafeUnwrap()
    expect(read.map(({ body }, index) => isSame(body, bodies[index]))).toEqual(
      bodies.map(() => true),
    )
  })

  it('says that a pool was ended before it, and is closed all the same', async () => {
    const pool = new pg.Pool({ connectionString: SERVER })
    const [one, other] = [0, 1].map(() => postgres(pool, { schema: database.schema }))
    await taken(one as Store, factOf())
    await closed(one as Store)
    expect(await saidBy(other as Store)).toMatch(/^closed: the pool of connections was ended/)
    const sql = postgresJs(SERVER, { fetch_types: false, onnotice: () => undefined })
    const third = postgres({ sql }, { schema: database.schema })
    await taken(third, factOf())
    await sql.end()
    expect(await saidBy(third)).toMatch(/^closed: the pool of connections was ended/)
  })

  it('goes on when somebody has emptied its tables, and knows its worker no more', async () => {
    const store = database.create()
    const tenant = store.open('emptied')
    const claim = { kind: 'claim', now: START, worker: 'worker-1' } as const
    const { epoch } = (await tenant.maintain(claim))._unsafeUnwrap()
    const { rows } = await admin.query(
      `SELECT tenant FROM ${database.schema}.tenant WHERE tenant LIKE 'emptied %'`,
    )
    for (const table of ['worker', 'tenant']) {
      await admin.query(`DELETE FROM ${database.schema}.${table} WHERE tenant = $1`, [
        rows[0].tenant,
      ])
    }
    const beat = await tenant.maintain({ kind: 'beat', now: START, epoch })
    expect(beat._unsafeUnwrapErr().kind).toBe('stale-fence')
    const answer = await tenant.append({ now: START, facts: [factOf()], counts: {} })
    expect(answer.isOk()).toBe(true)
  })

  it('refuses a connection string that is none, which the driver would take for a name', () => {
    expect(() => postgres('localhost')).toThrow(
      /no connection string: postgres:\/\/user@db\.example\.com:5432\/retail/,
    )
  })

  it('says that there is no database to connect to', async () => {
    for (const target of ['', undefined as never]) {
      expect(() => postgres(target)).toThrow('give a connection string (is its variable set?)')
    }
    expect(await saidBy(postgres('postgres://user@host:99999/retail'))).toMatch(
      /^unavailable: the connection string is no URL/,
    )
  })

  it('says that it was closed, however often it is', async () => {
    const store = postgres(SERVER, { schema: database.schema })
    const tenant = store.open('acme')
    await closed(store)
    await closed(store)
    const answer = await tenant.commit(emptyCommit(START))
    expect(answer._unsafeUnwrapErr().kind).toBe('closed')
  })
})
