import { existsSync, readdirSync } from 'node:fs'
import { appendFile, chown, mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from './free-port.js'
import { runCommand } from './run-command.js'

const INSTALLED = '/usr/lib/postgresql'
const isRoot = process.getuid?.() === 0

/** A PostgreSQL that only one run uses; plain data, so that the process of the run may restart it. */
export interface OwnPostgres {
  readonly url: string
  readonly folder: string
}

/** What an own server is told beside the settings that it comes with. */
export const OWN_SETTINGS = ['autovacuum_naptime = 5s'] as const

/** Why no PostgreSQL can be started here; `undefined` where one can be. */
export function postgresCannotStart(): string | undefined {
  return programs() === undefined ? `no initdb below ${INSTALLED}` : undefined
}

/** Starts a server on a free port of this machine, as durable as it is by default. */
export async function startPostgres(): Promise<OwnPostgres> {
  const [folder, port] = [await serverFolder(), await freePort()]
  const server = { url: `postgres://postgres@127.0.0.1:${port}/postgres`, folder }
  const how = ['-U', 'postgres', '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-sync']
  await asPostgres('initdb', ['-D', dataOf(server), ...how])
  const settings = [
    `port = ${port}`,
    "listen_addresses = '127.0.0.1'",
    `unix_socket_directories = '${folder}'`,
    ...OWN_SETTINGS,
  ]
  await appendFile(join(dataOf(server), 'postgresql.conf'), `${settings.join('\n')}\n`)
  await control(server, 'start')
  return server
}

/** Ends it without warning, and starts it again: it recovers from its log. */
export async function restartPostgres(server: OwnPostgres): Promise<void> {
  await control(server, '-m', 'immediate', 'restart')
}

/** Ends it, and takes its data away. */
export async function dropPostgres(server: OwnPostgres): Promise<void> {
  await control(server, '-m', 'immediate', 'stop').catch(() => undefined)
  await rm(server.folder, { recursive: true, force: true })
}

function dataOf({ folder }: OwnPostgres): string {
  return join(folder, 'data')
}

function control(server: OwnPostgres, ...args: readonly string[]): Promise<void> {
  const log = join(server.folder, 'log')
  return asPostgres('pg_ctl', ['-D', dataOf(server), '-w', '-l', log, ...args])
}

// it does not run as root
function asPostgres(program: string, args: readonly string[]): Promise<void> {
  const path = join(programs() ?? '', program)
  if (!isRoot) return runCommand(path, args)
  return runCommand('runuser', ['-u', 'postgres', '--', path, ...args])
}

function programs(): string | undefined {
  if (!existsSync(INSTALLED)) return undefined
  const versions = readdirSync(INSTALLED).sort((a, b) => Number(b) - Number(a))
  const folders = versions.map((version) => join(INSTALLED, version, 'bin'))
  return folders.find((folder) => existsSync(join(folder, 'initdb')))
}

async function serverFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'canonry-bench-'))
  if (!isRoot) return folder
  // the only folder that the user of the server is sure to own
  const { uid, gid } = await stat('/var/lib/postgresql')
  await chown(folder, uid, gid)
  return folder
}
