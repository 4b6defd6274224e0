import type {
  Acknowledged,
  Acknowledgement,
  Delivery,
  Envelope,
  Published,
  PullMessages,
  TransportEnv,
  TransportFailure,
} from '@canonry/sync'
import { type JetStreamManager, jetstreamManager } from '@nats-io/jetstream'
import type { Result } from 'neverthrow'
import { acknowledge } from './acknowledge.js'
import { ensureConsumers, groupNames } from './ensure-consumers.js'
import { type CheckedStream, ensureStream } from './ensure-stream.js'
import { Failed, failureOf, misconfigured } from './failures.js'
import { lagOf } from './lag.js'
import { type Link, openLink } from './link.js'
import { createMender } from './mend.js'
import { HEADER_BYTES, type Settings } from './options.js'
import { createPublisher } from './publish.js'
import { createTurns, type Turns } from './turns.js'

/** An opened transport; what it rejects with is `Failed`. */
export interface Station {
  publish(batch: readonly Envelope[]): Promise<readonly Published[]>
  pull(request: PullMessages): Promise<readonly Delivery[]>
  acknowledge(batch: readonly Acknowledgement[]): Promise<readonly Acknowledged[]>
  lag(): Promise<{ readonly depth: number; readonly oldestMs?: number }>
  close(drainMs: number): Promise<void>
}

const LOOK_AGAIN_MS = 250

/** Connects, checks or makes what is needed, and begins to take turns. */
export async function openStation(env: TransportEnv, settings: Settings): Promise<Station> {
  const link = await openLink(env, settings).catch((problem: unknown) => {
    throw new Failed(failureOf(problem, `no connection to NATS at ${settings.servers.join(', ')}`))
  })
  try {
    return stationOf({ env, link, settings, ...(await prepare(link, settings)) })
  } catch (problem) {
    await link.close()
    throw problem
  }
}

async function prepare(link: Link, settings: Settings): Promise<Prepared> {
  const room = (link.connection.info?.max_payload ?? 0) - HEADER_BYTES
  if (room < settings.maxBytes) {
    const advice = `set maxBytes to at most ${room}, or raise max_payload`
    throw new Failed(
      misconfigured(`the server takes no bodies of ${settings.maxBytes} bytes: ${advice}`),
    )
  }
  const manager = await jetstreamManager(link.connection, { timeout: settings.answerMs }).catch(
    (problem: unknown) => {
      throw new Failed(failureOf(problem, 'JetStream'))
    },
  )
  const checked = orFail(await ensureStream(manager, settings))
  const { partitions } = checked
  if (settings.pulls) orFail(await ensureConsumers({ manager, link }, { settings, partitions }))
  return { manager, checked }
}

function orFail<T>(result: Result<T, TransportFailure>): T {
  if (result.isOk()) return result.value
  throw new Failed(result.error)
}

interface Prepared {
  readonly manager: JetStreamManager
  readonly checked: CheckedStream
}

interface Opened extends Prepared {
  readonly env: TransportEnv
  readonly link: Link
  readonly settings: Settings
}

function stationOf(opened: Opened): Station {
  const { env, link, settings, checked } = opened
  const { stream, subject, holdMs, maxBytes } = settings
  const { partitions } = checked
  const names = groupNames(settings)
  const publisher = createPublisher({ link, stream, subject, partitions, maxBytes })
  const turns = createTurns({ env, link, stream, names, partitions, holdMs })
  const mend = createMender({ ...opened, partitions })
  const closing = new AbortController()
  const ticking = tick(opened, { turns, closing: closing.signal })
  return {
    publish: publisher.publish,
    pull: (request) => pull(opened, { turns, mend, request, closing: closing.signal }),
    acknowledge: (batch) => acknowledge({ env, link, turns, holdMs }, batch),
    lag: () => lagOf({ link, settings, checked, now: env.now() }),
    close: async (drainMs) => {
      closing.abort()
      turns.wake()
      const until = env.now() + drainMs
      const drained = new AbortController()
      const published = publisher.idle().finally(() => drained.abort())
      await env.sleep(drainMs, drained.signal)
      while (turns.held > 0 && env.now() < until) await env.sleep(5)
      turns.release()
      if (link.isUp()) await link.connection.flush().catch(() => undefined)
      await link.close()
      await Promise.all([published, ticking])
    },
  }
}

async function tick(
  { env, settings }: Opened,
  { turns, closing }: { turns: Turns; closing: AbortSignal },
): Promise<void> {
  while (!closing.aborted) {
    await env.sleep(settings.holdMs / 6, closing)
    turns.tick()
  }
}

interface Pulling {
  readonly turns: Turns
  /** Answers whether something that was missing is there again. */
  readonly mend: (turns: Turns) => Promise<boolean>
  readonly request: PullMessages
  readonly closing: AbortSignal
}

async function pull(opened: Opened, pulling: Pulling): Promise<readonly Delivery[]> {
  const { env, settings } = opened
  const { turns, request } = pulling
  if (!settings.pulls) {
    throw new Failed(misconfigured('this transport only publishes: pulls is false'))
  }
  const until = env.now() + request.waitMs
  request.signal?.addEventListener('abort', turns.wake)
  try {
    for (;;) {
      const taken = takenIn(opened, pulling)
      if (taken) return taken
      if (env.now() >= until) return await nothing(opened, pulling)
      turns.want({ max: request.max, until })
      await turns.rest(Math.min(until - env.now(), LOOK_AGAIN_MS))
    }
  } finally {
    request.signal?.removeEventListener('abort', turns.wake)
  }
}

// nothing of whoever waits no longer
function takenIn(
  { link }: Opened,
  { turns, request, closing }: Pulling,
): readonly Delivery[] | undefined {
  if (!link.isUp()) throw new Failed(unreachable('NATS is not connected'))
  if (request.signal?.aborted || closing.aborted) return []
  const taken = turns.take(request.max)
  return taken.length > 0 ? taken : undefined
}

// nothing came: perhaps since nothing can
async function nothing({ link }: Opened, { turns, mend }: Pulling): Promise<readonly Delivery[]> {
  if (await mend(turns)) return []
  const forbidden = link.forbidden()
  if (forbidden?.startsWith('$JS.')) {
    const message = `no right to publish to ${forbidden}: give it to this user`
    throw new Failed({ kind: 'refused', message })
  }
  const trouble = turns.trouble()
  if (trouble === undefined) return []
  throw new Failed(
    unreachable(`the server has no messages for us, ${trouble}: is the stream there?`),
  )
}

function unreachable(message: string): TransportFailure {
  return { kind: 'unreachable', message }
}
