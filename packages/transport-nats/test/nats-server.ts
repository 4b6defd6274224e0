import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Why there is no server to test with; `undefined` when there is one. */
export function serverIsMissing(): string | undefined {
  const { error, status } = spawnSync('nats-server', ['--version'])
  if (!error && status === 0) return undefined
  const why = 'no nats-server on the PATH'
  if (process.env['CI']) throw new Error(`${why}: scripts/start-servers.sh installs it`)
  return why
}

/** A server of the tests' own, which can be ended and started again with what it had. */
export interface NatsServer {
  readonly address: string
  readonly port: number
  /** Ends it; `SIGKILL` as a power cut does. */
  stop(signal?: NodeJS.Signals): Promise<void>
  start(): Promise<void>
  end(): Promise<void>
}

/** Starts a server on a free port; `config` is put into its configuration file. */
export async function startNats(config = 'jetstream {}'): Promise<NatsServer> {
  const folder = mkdtempSync(join(tmpdir(), 'canonry-nats-'))
  const port = await freePort()
  const file = join(folder, 'server.conf')
  const store = config.replace('jetstream {}', `jetstream { store_dir: "${folder}" }`)
  writeFileSync(file, `host: 127.0.0.1\nport: ${port}\n${store}\n`)
  let running: ChildProcess | undefined
  const start = async () => {
    running = spawn('nats-server', ['-c', file], { stdio: 'ignore' })
    while (!(await answers(port))) await new Promise((resolve) => setTimeout(resolve, 20))
  }
  const stop = async (signal: NodeJS.Signals = 'SIGTERM') => {
    const ending = running
    running = undefined
    if (!ending || ending.exitCode !== null) return
    const ended = once(ending, 'exit')
    ending.kill(signal)
    await ended
  }
  await start()
  return {
    address: `127.0.0.1:${port}`,
    port,
    start,
    stop,
    end: async () => {
      await stop('SIGKILL')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** A name that no other stream of the tests has. */
export function freshName(): string {
  return `T${randomUUID().replaceAll('-', '')}`
}

/** A way to a server that can be made to swallow what the server says. */
export interface Cuttable {
  readonly address: string
  /** From now on nothing comes back from the server; what is sent reaches it. */
  cut(): void
  /** Ends the connections that were cut; new ones are whole. */
  mend(): void
  end(): void
}

/** Opens a way to a server that listens on `port`. */
export async function openCuttable(port: number): Promise<Cuttable> {
  const sockets = new Set<Socket>()
  let isCut = false
  const proxy: Server = createServer((client) => {
    const server = connect(port, '127.0.0.1')
    for (const socket of [client, server]) {
      sockets.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => {
        sockets.delete(socket)
        client.destroy()
        server.destroy()
      })
    }
    client.on('data', (chunk) => server.write(chunk))
    server.on('data', (chunk) => isCut || client.write(chunk))
  })
  proxy.listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  const drop = () => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    address: `127.0.0.1:${portOf(proxy)}`,
    cut: () => {
      isCut = true
    },
    mend: () => {
      isCut = false
      drop()
    },
    end: () => {
      drop()
      proxy.close()
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const port = portOf(server)
  server.close()
  await once(server, 'close')
  return port
}

function portOf(server: Server): number {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

// the server says who it is as soon as it takes connections
function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    const settle = (isThere: boolean) => {
      socket.destroy()
      resolve(isThere)
    }
    socket.on('data', () => settle(true))
    socket.on('error', () => settle(false))
    socket.on('close', () => settle(false))
  })
}
