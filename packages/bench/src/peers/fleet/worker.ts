import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { complaintOf } from '../complaint-of.js'
import type { Peer, Wants } from '../peer.js'
import type { Place } from '../place.js'
import { within } from '../within.js'
import type { Book } from './book.js'
import type { ConductName } from './conducts.js'

/** What the program of a worker is told. */
export interface WorkerRequest {
  readonly peer: string
  readonly place: Place
  readonly wants: Wants
  /** Where its book lies. */
  readonly book: string
  readonly life: string
  readonly conduct: ConductName
}

/** A process that takes jobs of a system until it is stopped, killed or frozen. */
export interface FleetWorker {
  readonly life: string
  /** SIGKILL; resolves when it is gone, and the book says so. */
  kill(): Promise<void>
  /** SIGSTOP: it stands still, and does not know. */
  freeze(): void
  /** Lets its calls that are held go on; whoever is frozen hears it on waking. */
  release(): void
  /** SIGCONT: it goes on as if no time had passed. */
  wake(): void
  /** Asks it to end, and kills it where it does not. */
  stop(): Promise<void>
}

/** Who starts workers, and where. */
export interface Fleet {
  readonly peer: Peer
  readonly place: Place
  readonly wants: Wants
  readonly path: string
  readonly book: Book
}

const PROGRAM = fileURLToPath(new URL('./worker-program.ts', import.meta.url))
const STOP_SECONDS = 10

/** Starts a worker at a place (`worker`) of the fleet; resolves once it works. */
export async function startWorker(
  { peer, place, wants, path, book }: Fleet,
  start: { readonly worker: string; readonly life: string; readonly conduct: ConductName },
): Promise<FleetWorker> {
  const { worker, life, conduct } = start
  const request: WorkerRequest = {
    peer: peer.name,
    place,
    wants: { ...wants, worker },
    book: path,
    life,
    conduct,
  }
  const child = fork(PROGRAM, [JSON.stringify(request)], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  const complaint = complaintOf(child)
  const gone = once(child, 'exit')
  await Promise.race([once(child, 'message'), gone])
  if (!isAlive(child)) throw new Error(`a worker ended before it worked: ${complaint()}`)
  const kill = async () => {
    if (isAlive(child)) child.kill('SIGKILL')
    await gone
    book.write({ kind: 'died', life })
  }
  return {
    life,
    kill,
    freeze: () => {
      child.kill('SIGSTOP')
      book.write({ kind: 'froze', life })
    },
    release: () => {
      child.send('release', () => undefined)
    },
    wake: () => {
      book.write({ kind: 'woke', life })
      child.kill('SIGCONT')
    },
    stop: async () => {
      if (!isAlive(child)) return
      child.kill('SIGCONT')
      child.send('stop', () => undefined)
      if (!(await within(gone, STOP_SECONDS))) await kill()
    },
  }
}

function isAlive({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode === null && signalCode === null
}
