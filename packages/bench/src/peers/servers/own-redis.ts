import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { redisClient } from '../redis-client.js'
import { holds } from '../within.js'
import { freePort } from './free-port.js'
import { runCommand } from './run-command.js'

/** A Redis that only one run uses; plain data, so that the process of the run may restart it. */
export interface OwnRedis {
  readonly url: string
  readonly folder: string
}

const PATIENCE_SECONDS = 10

/** Why no Redis can be started here; `undefined` where one can be. */
export async function redisCannotStart(): Promise<string | undefined> {
  try {
    await runCommand('redis-server', ['--version'])
    return undefined
  } catch {
    return 'no redis-server to start'
  }
}

/** Starts a server on a free port of this machine that writes to the disk before it answers. */
export async function startRedis(): Promise<OwnRedis> {
  const [folder, port] = [await mkdtemp(join(tmpdir(), 'canonry-bench-')), await freePort()]
  const server = { url: `redis://127.0.0.1:${port}`, folder }
  await start(server)
  return server
}

/** Kills it without warning, and starts it again: it recovers from its file. */
export async function restartRedis(server: OwnRedis): Promise<void> {
  await kill(server)
  await start(server)
}

/** Kills it, and takes its data away. */
export async function dropRedis(server: OwnRedis): Promise<void> {
  await kill(server)
  await rm(server.folder, { recursive: true, force: true })
}

async function start({ url, folder }: OwnRedis): Promise<void> {
  const where = ['--bind', '127.0.0.1', '--port', new URL(url).port, '--dir', folder]
  const durable = ['--appendonly', 'yes', '--appendfsync', 'always', '--save', '']
  const alone = ['--daemonize', 'yes', '--pidfile', pidFile({ folder })]
  await runCommand('redis-server', [...where, ...durable, ...alone])
  const client = await redisClient(url, { maxRetriesPerRequest: null })
  // answers once its file is read
  await client.info('server')
  await client.quit()
}

async function kill(server: Pick<OwnRedis, 'folder'>): Promise<void> {
  const pid = Number(readFileSync(pidFile(server), 'utf8'))
  if (!isAlive(pid)) return
  process.kill(pid, 'SIGKILL')
  await holds(() => !isAlive(pid), PATIENCE_SECONDS)
}

function pidFile({ folder }: Pick<OwnRedis, 'folder'>): string {
  return join(folder, 'pid')
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
