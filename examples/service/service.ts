/** A whole service on node:http: webhooks, health, what people do, and an end that loses nothing. */
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Sync } from '@canonry/sync'
import { toNodeHandler } from '@canonry/transport-http'

/** What the service is made of, and where it says what went wrong. */
export interface Place {
  readonly sync: Sync
  readonly port: number
  log(line: string): void
}

/** A service that listens and works, until it is stopped. */
export interface Service {
  readonly server: Server
  stop(): Promise<void>
}

// #region start
/** Listens at once, works as soon as the store can be had, and ends in order. */
export function startService({ sync, port, log }: Place): Service {
  const server = createServer(toNodeHandler((request) => route(sync, request))).listen(port)
  const stopping = new AbortController()
  const working = keepWorking(sync, { stop: stopping.signal, log })
  return {
    server,
    stop: async () => {
      server.close() // nothing new is heard: senders come again
      stopping.abort() // calls under way end, and the store is given back
      await working
      await sync.close()
    },
  }
}
// process.once('SIGTERM', () => service.stop())
// #endregion start

interface Working {
  readonly stop: AbortSignal
  log(line: string): void
}

// #region working
async function keepWorking(sync: Sync, { stop, log }: Working): Promise<void> {
  const stopped = once(stop, 'abort')
  while (!stop.aborted) {
    try {
      const worker = await sync.start()
      const lost = await Promise.race([worker.ended, stopped.then(() => undefined)])
      if (lost) log(lost.message) // such as: another worker has taken over
      await worker.stop()
    } catch (problem) {
      log(String(problem)) // the store is away, or another worker has it
    }
    await sleep(5_000, undefined, { signal: stop }).catch(() => undefined)
  }
}
// #endregion working

// #region routes
async function route(sync: Sync, request: Request): Promise<Response> {
  const [, place, name = ''] = new URL(request.url).pathname.split('/')
  if (place === 'hooks') return sync.receive(name, request)
  if (place === 'health') return health(sync)
  if (place !== 'exceptions') return new Response(null, { status: 404 })
  if (request.method === 'POST') return resume(sync, request)
  return Response.json(await sync.exceptions({ state: 'open', limit: 100 }))
}

async function health(sync: Sync): Promise<Response> {
  const { journal, effects } = await sync.queues() // rejects where the store is away
  const isWorking = journal.oldestAgeMs < 60_000
  return Response.json({ journal, effects }, { status: isWorking ? 200 : 503 })
}

async function resume(sync: Sync, request: Request): Promise<Response> {
  const { cause, actor, why } = (await request.json()) as Record<string, string>
  try {
    return Response.json(
      await sync.resume({ cause: cause ?? '' }, { actor: actor ?? '', why: why ?? '' }),
    )
  } catch (problem) {
    return Response.json({ error: (problem as Error).message }, { status: 400 })
  }
}
// #endregion routes
