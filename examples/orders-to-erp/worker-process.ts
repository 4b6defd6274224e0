import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { ServiceConfig } from './service.js'

/** The service in a process of its own, which can be killed at any moment. */
export interface WorkerProcess {
  /** How often it was started. */
  readonly starts: number
  /** SIGKILL, no warning, and a new start on the same file. */
  killAndRestart(): Promise<void>
  /** Asks it to end and waits until it did. */
  stop(): Promise<void>
}

const ROOT = join(import.meta.dirname, '../..')

/** Starts the service and resolves once it listens. */
export async function startWorker(config: ServiceConfig): Promise<WorkerProcess> {
  let child = await start(config)
  let starts = 1
  return {
    get starts() {
      return starts
    },
    async killAndRestart() {
      await end(child, 'SIGKILL')
      child = await start(config)
      starts += 1
    },
    stop: () => end(child, 'SIGTERM'),
  }
}

/**
 * Starts a service that the shops tell what happens, and others that only work beside it, each in a
 * process of its own.
 */
export async function startWorkers(
  config: ServiceConfig,
  count: number,
): Promise<readonly WorkerProcess[]> {
  const first = await startWorker(config)
  const others = Array.from({ length: count - 1 }, () => startWorker({ ...config, port: 0 }))
  return [first, ...(await Promise.all(others))]
}

async function start(config: ServiceConfig): Promise<ChildProcess> {
  const hooks = ['--no-warnings', '--import', join(ROOT, 'scripts/source.mjs')]
  const child = spawn(process.execPath, [...hooks, join(import.meta.dirname, 'service.ts')], {
    cwd: ROOT,
    env: { ...process.env, CANONRY_SERVICE: JSON.stringify(config) },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const failed = once(child, 'exit').then(([code]) => {
    throw new Error(`the service ended with code ${code} before it listened`)
  })
  await Promise.race([once(child.stdout as NodeJS.ReadableStream, 'data'), failed])
  failed.catch(() => undefined)
  return child
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  child.kill(signal)
  await exited
}
