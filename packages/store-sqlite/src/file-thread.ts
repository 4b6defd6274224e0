import { Worker } from 'node:worker_threads'
import type { StoreFailure } from '@canonry/sync'
import { err, ok, type Result, ResultAsync } from 'neverthrow'
import type { Answering, Asked } from './asked.js'
import { CLOSED } from './connection.js'
import {
  type Outcome,
  type PackedAnswer,
  type Question,
  type Reply,
  type ThreadData,
  unpackAnswer,
} from './message.js'
import { packInOrder } from './packing.js'

/** Answers on a thread that starts when it is first asked, and anew when it has died. */
export function startableThread(data: ThreadData): Answering {
  let thread: Thread | undefined
  let closed: Promise<Result<void, StoreFailure>> | undefined
  const alive = () => {
    if (!thread?.isAlive()) thread = startThread(data)
    return thread
  }
  return {
    ask: (asked) => new ResultAsync(closed ? Promise.resolve(err(CLOSED)) : alive().ask(asked)),
    close: () => {
      closed ??= thread?.isAlive() ? thread.close() : Promise.resolve(ok())
      return new ResultAsync(closed)
    },
  }
}

type Answer = Result<PackedAnswer, StoreFailure>

interface Thread {
  ask(asked: Asked): Promise<Result<unknown, StoreFailure>>
  close(): Promise<Result<void, StoreFailure>>
  isAlive(): boolean
}

interface Waiting {
  settle(answer: Answer): void
  break(bug: unknown): void
}

function startThread(data: ThreadData): Thread {
  const worker = new Worker(new URL('./thread.js', import.meta.url), { workerData: data })
  const waiting = new Map<number, Waiting>()
  let isAlive = true
  let last = 0
  // a store that nobody closes keeps no process from ending, unless it is asked something
  worker.unref()
  worker.on('message', ({ id, outcome }: Reply) => {
    const asker = waiting.get(id)
    waiting.delete(id)
    if (waiting.size === 0) worker.unref()
    if (asker) give(asker, outcome)
  })
  const end = (cause: unknown) => {
    isAlive = false
    for (const { settle } of waiting.values()) settle(err(died(cause)))
    waiting.clear()
  }
  worker.on('error', end)
  worker.on('exit', end)
  const send = (asked: Question['asked']) =>
    new Promise<Answer>((settle, reject) => {
      if (!isAlive) return settle(err(died(undefined)))
      last += 1
      if (waiting.size === 0) worker.ref()
      waiting.set(last, { settle, break: reject })
      worker.postMessage({ id: last, asked } satisfies Question)
    })
  const packing = packInOrder(send)
  return {
    ask: async (asked) =>
      (await packing.ask(asked)).map((answer) => unpackAnswer(asked.call, answer)),
    close: async () => {
      await packing.sent()
      return (await send('close')).map(() => undefined)
    },
    isAlive: () => isAlive,
  }
}

function give(asker: Waiting, outcome: Outcome): void {
  if ('bug' in outcome) asker.break(outcome.bug)
  else asker.settle('failure' in outcome ? err(outcome.failure) : ok(outcome.answer))
}

// what a bundler leaves behind, which makes one file of many
const LEFT_BEHIND =
  'the code of the thread that reads and writes the file is not there: leave @canonry/store-sqlite out of the bundle, or make its dist/thread.js an entry of its own (see its README)'

function died(cause: unknown): StoreFailure {
  const { code } = (cause ?? {}) as { code?: unknown }
  if (code === 'MODULE_NOT_FOUND' || code === 'ERR_MODULE_NOT_FOUND') {
    return { kind: 'unavailable', message: LEFT_BEHIND, cause }
  }
  const why = cause instanceof Error ? `: ${cause.message}` : ''
  return {
    kind: 'unavailable',
    message: `the thread that reads and writes the file has ended${why}: it is started again`,
    cause,
  }
}
