import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const INSTALLED = '/usr/lib/postgresql'

/** A server that only its caller uses, with all its data in a folder of its own. */
export interface OwnServer {
  readonly url: string
  /** As after a crash (`immediate`), or in good order (`fast`). */
  restart(mode: 'fast' | 'immediate'): Promise<void>
  /** Ends it, and takes its data away. */
  drop(): Promise<void>
}

/** Why no server can be started here; `undefined` when one can be. */
export function binariesAreMissing(): string | undefined {
  if (binaries()) return undefined
  const why = `no initdb below ${INSTALLED}`
  if (process.env['CI']) throw new Error(why)
  return why
}

/** Starts a server on a free port of this machine, durable as it is by default. */
export async function startOwnServer(): Promise<OwnServer> {
  const bin = binaries() ?? ''
  const folder = mkdtempSync(join(tmpdir(), 'canonry-postgres-'))
  if (isRoot()) await run('chown', ['postgres', folder])
  const [data, port] = [join(folder, 'data'), await freePort()]
  const local = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=${folder}`
  const control = (...asked: string[]) =>
    asOwner([join(bin, 'pg_ctl'), '-D', data, '-l', join(folder, 'log'), '-w', ...asked], folder)
  const made = ['-U', 'postgres', '--auth=trust', '--encoding=UTF8', '--locale=C']
  await asOwner([join(bin, 'initdb'), '-D', data, ...made], folder)
  await control('-o', local, 'start')
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    restart: (mode) => control('-o', local, '-m', mode, 'restart'),
    drop: async () => {
      await control('-m', 'immediate', 'stop')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

// a server does not run as root
async function asOwner(command: readonly string[], cwd: string): Promise<void> {
  const [program = '', ...args] = isRoot()
    ? ['runuser', '-u', 'postgres', '--', ...command]
    : command
  // its own output would keep the pipe open for as long as the server lives
  await new Promise<void>((resolve, reject) => {
    const child = execFile(program, args, { cwd })
    let told = ''
    child.stderr?.on('data', (chunk) => {
      told += chunk
    })
    child.once('error', reject)
    child.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`${program} ${args.join(' ')}: ${told}`)),
    )
  })
}

function isRoot(): boolean {
  return process.getuid?.() === 0
}

function binaries(): string | undefined {
  if (!existsSync(INSTALLED)) return undefined
  const versions = readdirSync(INSTALLED).sort((a, b) => Number(b) - Number(a))
  const folders = versions.map((version) => join(INSTALLED, version, 'bin'))
  return folders.find((folder) => existsSync(join(folder, 'initdb')))
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no port is free')
  return address.port
}
