import { execFile, execFileSync, spawn } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'

const run = promisify(execFile)
const INSTALLED = '/usr/lib/postgresql'

/** Where the programs of a server lie; `undefined` where there is none to start. */
function programs(): string | undefined {
  if (!existsSync(INSTALLED)) return undefined
  const versions = readdirSync(INSTALLED).sort((a, b) => Number(b) - Number(a))
  const folders = versions.map((version) => join(INSTALLED, version, 'bin'))
  return folders.find((folder) => existsSync(join(folder, 'initdb')))
}

/** Why no server can be started here; `undefined` when one can be. */
export function binariesAreMissing(): string | undefined {
  if (programs()) return undefined
  const why = `no initdb below ${INSTALLED}`
  if (process.env['CI']) throw new Error(why)
  return why
}

const isRoot = process.getuid?.() === 0

/** Runs a program of the server; it does not run as root. */
async function asPostgres(program: string, ...args: string[]): Promise<void> {
  const path = join(programs() ?? '', program)
  // no pipe: the server keeps what it was started with
  const command = isRoot ? 'runuser' : path
  const all = isRoot ? ['-u', 'postgres', '--', path, ...args] : args
  await new Promise<void>((resolve, reject) => {
    const child = spawn(command, all, { cwd: '/', stdio: 'ignore' })
    child.on('error', reject)
    child.on('exit', (code) => {
      if (code === 0) resolve()
      else reject(new Error(`${program} ended with ${code}`))
    })
  })
}

/** A folder that the server may write to. */
export async function serverFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'canonry-postgres-'))
  if (isRoot) execFileSync('chown', ['postgres', folder])
  return folder
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** What a server is like. */
export interface OwnServerOptions {
  /** Lines of postgresql.conf. */
  readonly settings?: readonly string[]
  /** Lines of pg_hba.conf, instead of one that trusts everybody. */
  readonly access?: readonly string[]
  /** The server that this one follows, as a standby. */
  readonly follows?: OwnServer
}

/** A server that only its caller uses, with all its data in a folder of its own. */
export interface OwnServer {
  readonly url: string
  readonly port: number
  readonly folder: string
  stop(mode: 'fast' | 'immediate'): Promise<void>
  /** As after a crash (`immediate`), or in good order (`fast`). */
  restart(mode: 'fast' | 'immediate'): Promise<void>
  /** Makes a standby the primary. */
  promote(): Promise<void>
  ask(text: string): Promise<readonly Record<string, unknown>[]>
  /** Ends it, and takes its data away. */
  drop(): Promise<void>
}

/** Starts a server on a free port of this machine, durable as it is by default. */
export async function startOwnServer(options: OwnServerOptions = {}): Promise<OwnServer> {
  const [folder, port] = [await serverFolder(), await freePort()]
  const data = join(folder, 'data')
  await fillFolder(data, options)
  const settings = [
    `port = ${port}`,
    "listen_addresses = '127.0.0.1'",
    `unix_socket_directories = '${folder}'`,
    ...(options.settings ?? []),
  ]
  await appendFile(join(data, 'postgresql.conf'), `${settings.join('\n')}\n`)
  if (options.access) await writeFile(join(data, 'pg_hba.conf'), `${options.access.join('\n')}\n`)
  const control = (...args: string[]) => asPostgres('pg_ctl', '-D', data, '-w', ...args)
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`
  const server: OwnServer = {
    url,
    port,
    folder,
    stop: (mode) => control('-m', mode, 'stop'),
    restart: (mode) => control('-l', join(folder, 'log'), '-m', mode, 'restart'),
    promote: () => control('promote'),
    ask: (text) => askBySocket({ host: folder, port }, text),
    drop: async () => {
      await control('-m', 'immediate', 'stop').catch(() => undefined)
      await rm(folder, { recursive: true, force: true })
    },
  }
  await control('-l', join(folder, 'log'), 'start')
  return server
}

async function fillFolder(data: string, { follows }: OwnServerOptions): Promise<void> {
  if (!follows) {
    const how = ['-U', 'postgres', '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-sync']
    return asPostgres('initdb', '-D', data, ...how)
  }
  await asPostgres('pg_basebackup', '-D', data, '-d', follows.url, '-R', '-c', 'fast', '--no-sync')
}

// by its socket, which no rule about hosts is about
async function askBySocket(
  { host, port }: { host: string; port: number },
  text: string,
): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client({ host, port, user: 'postgres', database: 'postgres' })
  await client.connect()
  try {
    return (await client.query(text)).rows
  } finally {
    await client.end()
  }
}

/** Makes a certificate that signs itself, for 127.0.0.1; answers where it and its key lie. */
export async function selfSigned(folder: string): Promise<{ certificate: string; key: string }> {
  const [certificate, key] = [join(folder, 'server.crt'), join(folder, 'server.key')]
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1,DNS:localhost']
  const how = ['-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', ...subject]
  await run('openssl', ['req', ...how, '-keyout', key, '-out', certificate])
  if (isRoot) execFileSync('chown', ['postgres', key, certificate])
  return { certificate, key }
}
