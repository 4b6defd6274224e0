import { execFileSync, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { postgres } from '@canonry/store-postgres'
import type { Store } from '@canonry/sync'
import pg from 'pg'
import { afterAll, describe, expect, it } from 'vitest'
import { conforms } from './conforms.js'
import { append, closed, factOf, saidBy } from './fault-kit.js'
import { freePort, serverFolder } from './own-server.js'
import { SERVER, serverIsMissing, testDatabase } from './postgres-server.js'

const PROGRAM = '/usr/sbin/pgbouncer'

function poolerIsMissing(): string | undefined {
  if (existsSync(PROGRAM)) return undefined
  const why = `no ${PROGRAM}`
  if (process.env['CI']) throw new Error(why)
  return why
}

const missing = (await serverIsMissing()) ?? poolerIsMissing()

async function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.on('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.on('error', () => resolve(false))
  })
}

/** Starts a pgbouncer in front of the server of the tests; answers its address, and how to end it. */
async function startPooler(mode: 'session' | 'transaction') {
  const { hostname, port: serverPort, username, password } = new URL(SERVER)
  const [folder, port] = [await serverFolder(), await freePort()]
  const login = `user=${username}${password && ` password=${password}`}`
  const settings = `[databases]
* = host=${hostname} port=${serverPort || 5432} ${login}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = any
pool_mode = ${mode}
default_pool_size = 40
server_login_retry = 1
`
  const file = join(folder, 'pgbouncer.ini')
  await writeFile(file, settings)
  // it does not run as root
  const isRoot = process.getuid?.() === 0
  if (isRoot) execFileSync('chown', ['-R', 'postgres', folder])
  const args = isRoot ? ['-u', 'postgres', file] : [file]
  const child = spawn(PROGRAM, args, { cwd: '/', stdio: 'ignore' })
  while (child.exitCode === null && !(await listens(port)));
  const url = Object.assign(new URL(SERVER), { hostname: '127.0.0.1', port: `${port}` }).href
  const stop = async () => {
    const gone = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGINT')
    child.kill('SIGTERM')
    await gone
    await rm(folder, { recursive: true, force: true })
  }
  return { url, stop }
}

const pooler = missing ? { url: SERVER, stop: async () => undefined } : await startPooler('session')

describe.skipIf(missing)(`a store behind pgbouncer${missing ? ` (${missing})` : ''}`, () => {
  const store = testDatabase({ url: pooler.url })
  afterAll(async () => {
    await store.drop()
    await pooler.stop()
  })

  conforms(store)

  it('hears of what other processes do', async () => {
    let heard = 0
    const { schema } = store
    const listening = postgres(pooler.url, { schema })
    const tenant = listening.open('acme', { heard: () => (heard += 1) })
    const claim = { kind: 'claim', now: 0, worker: 'worker-1' } as const
    expect((await tenant.maintain(claim)).isOk()).toBe(true)
    const other = postgres(pooler.url, { schema })
    await expect
      .poll(async () => {
        expect((await append(other, factOf())).isOk()).toBe(true)
        return heard
      })
      .toBeGreaterThan(0)
    await closed(listening)
    await closed(other)
  })

  it('says that it needs sessions where it gets none', async () => {
    const sessionless = await startPooler('transaction')
    const { schema } = store
    const told =
      'unavailable: a pooler gives each transaction another session: set its pool_mode to session'
    expect(await saidBy(postgres(sessionless.url, { schema }))).toContain(told)
    const pool = new pg.Pool({ connectionString: sessionless.url })
    expect(await saidOften(postgres(pool, { schema }))).toContain(told)
    await sessionless.stop()
  })
})

/** What a store says last of many that hand over at the same time, if not all of them are done. */
async function saidOften(store: Store): Promise<string> {
  const answers = await Promise.all(Array.from({ length: 20 }, () => append(store, factOf())))
  await closed(store)
  const failed = answers.flatMap((answer) => (answer.isErr() ? [answer.error] : []))
  return failed.map(({ kind, message }) => `${kind}: ${message}`).join('\n')
}
