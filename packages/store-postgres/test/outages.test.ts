import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { NewFact, Store } from '@canonry/sync'
import pg from 'pg'
import { afterAll, describe, expect, it } from 'vitest'
import { append, closed, factOf, journaled, saidBy, WAYS } from './fault-kit.js'
import {
  binariesAreMissing,
  type OwnServer,
  selfSigned,
  serverFolder,
  startOwnServer,
} from './own-server.js'
import { openSwitch } from './switch.js'

const missing = binariesAreMissing()
const ways = Object.entries(WAYS)

/** Hands over facts, several at a time, until told to stop; answers what was acknowledged. */
function handOver(store: Store) {
  const acknowledged: NewFact[] = []
  const failed: { fact: NewFact; kind: string }[] = []
  let isOver = false
  const one = async () => {
    while (!isOver) {
      const fact = factOf()
      const answer = await append(store, fact)
      if (answer.isOk()) acknowledged.push(fact)
      else failed.push({ fact, kind: answer.error.kind })
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
  const all = [one(), one(), one(), one()]
  const until = async (count: number) => {
    const goal = acknowledged.length + count
    while (acknowledged.length < goal) await new Promise((resolve) => setImmediate(resolve))
  }
  const stop = async () => {
    isOver = true
    await Promise.all(all)
    return { acknowledged, failed }
  }
  return { until, stop }
}

// each connection of postgres.js may answer once more what it was told while the server was away
async function comeAgain(store: Store, fact: NewFact): Promise<void> {
  for (let tries = 0; tries < 20; tries += 1) {
    if ((await append(store, fact)).isOk()) return
  }
  throw new Error('the store does not go on')
}

async function nothingLost(
  store: Store,
  { acknowledged, failed }: Awaited<ReturnType<ReturnType<typeof handOver>['stop']>>,
): Promise<void> {
  expect(new Set(await journaled(store, acknowledged))).toEqual(new Set([1]))
  // whoever was told nothing comes again: it may be there, and once
  const doubtful = failed.map(({ fact }) => fact)
  for (const times of await journaled(store, doubtful)) expect(times).toBeLessThanOrEqual(1)
  await Promise.all(doubtful.map((fact) => comeAgain(store, fact)))
  expect((await journaled(store, doubtful)).every((times) => times === 1)).toBe(true)
}

describe.skipIf(missing)(`outages of PostgreSQL${missing ? ` (${missing})` : ''}`, () => {
  const servers: OwnServer[] = []
  const started = async (...args: Parameters<typeof startOwnServer>) => {
    const server = await startOwnServer(...args)
    servers.push(server)
    return server
  }
  afterAll(async () => {
    await Promise.all(servers.map((server) => server.drop()))
  }, 60_000)

  // each waits for servers of its own more than it works
  it.concurrent.each(ways)(
    'loses nothing when the server crashes under it, by %s',
    { timeout: 240_000 },
    async (_, open) => {
      const server = await started()
      const store = open(server.url)
      const giving = handOver(store)
      for (let crash = 0; crash < 3; crash += 1) {
        await giving.until(20)
        await server.restart('immediate')
      }
      await giving.until(20)
      const handed = await giving.stop()
      expect(handed.failed.map(({ kind }) => kind)).toContain('unavailable')
      await nothingLost(store, handed)
      await closed(store)
    },
  )

  it.concurrent.each(ways)(
    'goes over to a standby without a loss, by %s',
    { timeout: 240_000 },
    async (_, open) => {
      const primary = await started({ settings: ["synchronous_standby_names = '*'"] })
      // nobody follows yet
      await primary.ask("ALTER SYSTEM SET synchronous_commit = 'local'")
      await primary.ask('SELECT pg_reload_conf()')
      const standby = await started({ follows: primary })
      await primary.ask('ALTER SYSTEM RESET synchronous_commit')
      await primary.ask('SELECT pg_reload_conf()')
      const way = await openSwitch(primary.port)
      const store = open(`postgres://postgres@127.0.0.1:${way.port}/postgres`)
      const giving = handOver(store)
      await giving.until(50)
      await primary.stop('immediate')
      way.point(standby.port)
      await standby.promote()
      await standby.ask("ALTER SYSTEM SET synchronous_standby_names = ''")
      await standby.ask('SELECT pg_reload_conf()')
      await giving.until(50)
      await nothingLost(store, await giving.stop())
      await closed(store)
      await way.close()
    },
  )

  it.concurrent('says that a standby only reads, also where the schema is there', {
    timeout: 240_000,
  }, async () => {
    const primary = await started()
    const url = `${primary.url}?options=-c%20synchronous_commit%3Dremote_apply`
    expect(await saidBy(WAYS['a connection string']?.(url) as Store)).toBe('done')
    const standby = await started({ follows: primary })
    for (const [, open] of ways) {
      const said = await saidBy(open(standby.url))
      expect(said).toContain(
        'read-only: this server only reads, as a replica does: connect to the primary; where it is the primary, see default_transaction_read_only',
      )
      expect(await saidBy(open(standby.url, { schema: 'new' }))).toContain('read-only')
    }
  })

  it('gives up on a server that does not answer, and loses nothing', {
    timeout: 240_000,
  }, async () => {
    const server = await started()
    const way = await openSwitch(server.port)
    const url = `postgres://postgres@127.0.0.1:${way.port}/postgres?query_timeout=2000`
    const store = WAYS['a connection string']?.(url) as Store
    const facts = Array.from({ length: 8 }, () => factOf())
    // opens as many connections: one of them is free
    const taken = await Promise.all(facts.map((fact) => append(store, fact)))
    expect(taken.every((each) => each.isOk())).toBe(true)
    way.freeze()
    const answer = await append(store, factOf())
    expect(answer._unsafeUnwrapErr()).toMatchObject({
      kind: 'unavailable',
      message: expect.stringContaining('did not answer in time'),
    })
    await way.close()
    const after = WAYS['a connection string']?.(server.url) as Store
    expect(new Set(await journaled(after, facts))).toEqual(new Set([1]))
    await closed(after)
  })

  it.concurrent('says what is wrong with a password, and what with TLS', {
    timeout: 240_000,
  }, async () => {
    const folder = await serverFolder()
    const { certificate, key } = await selfSigned(folder)
    const server = await started({
      settings: ['ssl = on', `ssl_cert_file = '${certificate}'`, `ssl_key_file = '${key}'`],
      access: ['local all all trust', 'hostssl all all 127.0.0.1/32 scram-sha-256'],
    })
    await server.ask("ALTER ROLE postgres PASSWORD 'right'")
    const open = WAYS['a connection string'] as (url: string) => Store
    const withPassword = (password: string, search: string) =>
      saidBy(open(`postgres://postgres${password}@127.0.0.1:${server.port}/postgres${search}`))
    const trusted = `?sslmode=verify-full&sslrootcert=${certificate}`
    expect(await withPassword(':right', trusted)).toBe('done')
    expect(await withPassword(':wrong', trusted)).toMatch(/^unavailable: the password is wrong/)
    expect(await withPassword('', trusted)).toMatch(
      /^unavailable: the database asks for a password/,
    )
    expect(await withPassword(':right', '')).toMatch(
      /^unavailable: .*without TLS: add sslmode=verify-full/,
    )
    expect(await withPassword(':right', '?sslmode=verify-full')).toMatch(
      /^unavailable: the certificate of the database is not trusted: .*sslrootcert/,
    )
    const plain = await started()
    expect(await saidBy(open(`${plain.url}?sslmode=verify-full`))).toMatch(
      /^unavailable: the database does not speak TLS/,
    )
  })

  it.concurrent('says that the disk is full, keeps what it has, and goes on once there is room', {
    timeout: 240_000,
  }, async ({ skip }) => {
    const server = await started()
    const disk = join(server.folder, 'disk')
    mkdirSync(disk)
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', disk], { stdio: 'ignore' })
      execFileSync('chown', ['postgres', disk])
    } catch {
      skip('a disk of its own may not be mounted here')
    }
    try {
      await server.ask(`CREATE TABLESPACE small LOCATION '${disk}'`)
      const client = new pg.Client({ connectionString: server.url })
      await client.connect()
      await client.query('ALTER ROLE postgres SET default_tablespace = small')
      await client.end()
      const store = WAYS['a connection string']?.(server.url) as Store
      // what is random is not compressed
      const body = crypto.getRandomValues(new Uint8Array(65_536))
      const facts: NewFact[] = []
      for (;;) {
        const fact = factOf({ body, size: body.length })
        const answer = await append(store, fact)
        if (answer.isErr()) {
          expect(answer.error).toMatchObject({
            kind: 'full',
            message: expect.stringContaining('make room'),
          })
          break
        }
        facts.push(fact)
      }
      expect(facts.length).toBeGreaterThan(10)
      expect(new Set(await journaled(store, facts))).toEqual(new Set([1]))
      execFileSync('mount', ['-o', 'remount,size=64m', disk])
      const fact = factOf({ body, size: body.length })
      expect((await append(store, fact)).isOk()).toBe(true)
      expect(new Set(await journaled(store, [...facts, fact]))).toEqual(new Set([1]))
      await closed(store)
    } finally {
      await server.stop('immediate')
      execFileSync('umount', [disk])
    }
  })
})
