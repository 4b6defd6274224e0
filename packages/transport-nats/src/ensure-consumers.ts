import type { TransportFailure } from '@canonry/sync'
import {
  AckPolicy,
  type ConsumerConfig,
  DeliverPolicy,
  type JetStreamManager,
} from '@nats-io/jetstream'
import { headers } from '@nats-io/transport-node'
import { err, ok, type Result } from 'neverthrow'
import { ifThere, nanosOf } from './ensure-stream.js'
import { failureOf, misconfigured } from './failures.js'
import type { Link } from './link.js'
import { MAX_BATCH, type Settings } from './options.js'

/** The names of what a group has on the server. */
export interface GroupNames {
  /** The stream that has one message for each partition: who holds it has the turn. */
  readonly turns: string
  readonly turnConsumer: string
  turnSubject(partition: number): string
  consumer(partition: number): string
}

/** How much longer a turn is held than the messages that are pulled in it. */
const TURN_OVER_HOLD = 1.5

/** What a group of a stream has on the server. */
export function groupNames({ stream, group }: Settings): GroupNames {
  return {
    turns: `${stream}-turns-${group}`,
    turnConsumer: 'turns',
    turnSubject: (partition) => `canonry.turns.${stream}.${group}.${partition}`,
    consumer: (partition) => `${group}-${partition}`,
  }
}

/** Makes what a group needs to pull, where it is not there, and checks what is; answers how much it made. */
export async function ensureConsumers(
  { manager, link }: { manager: JetStreamManager; link: Link },
  { settings, partitions }: { settings: Settings; partitions: number },
): Promise<Result<number, TransportFailure>> {
  const { stream, subject, holdMs } = settings
  const names = groupNames(settings)
  const all = Array.from({ length: partitions }, (_, partition) => partition)
  try {
    const ensured = await Promise.all(
      all.map((partition) =>
        ensureConsumer(manager, stream, {
          ...pullConsumer(names.consumer(partition), holdMs),
          filter_subject: `${subject}.${partition}`,
          max_ack_pending: MAX_BATCH,
        }),
      ),
    )
    const isMade = await ensureTurns({ manager, link }, { names, partitions: all })
    const turns = pullConsumer(names.turnConsumer, TURN_OVER_HOLD * holdMs)
    ensured.push(isMade ? 'made' : 'there', await ensureConsumer(manager, names.turns, turns))
    const problem = ensured.find((each) => typeof each === 'object')
    if (typeof problem === 'object') return err(misconfigured(problem.wrong))
    return ok(ensured.filter((each) => each === 'made').length)
  } catch (problem) {
    return err(failureOf(problem, `the consumers of the stream ${stream}`))
  }
}

type Wanted = Partial<ConsumerConfig> & { durable_name: string; ack_wait: number }

function pullConsumer(durable_name: string, holdMs: number): Wanted {
  return {
    durable_name,
    ack_policy: AckPolicy.Explicit,
    deliver_policy: DeliverPolicy.All,
    ack_wait: nanosOf(holdMs),
    max_waiting: 512,
  }
}

type Ensured = 'there' | 'made' | { readonly wrong: string }

// what is there stays as it is: other processes work with it
async function ensureConsumer(
  ...[manager, stream, wanted]: [JetStreamManager, string, Wanted]
): Promise<Ensured> {
  const name = wanted.durable_name
  const found = (await ifThere(manager.consumers.info(stream, name)))?.config
  if (!found) {
    await manager.consumers.add(stream, wanted)
    return 'made'
  }
  const why = whyNot(found, wanted)
  return why === undefined
    ? 'there'
    : { wrong: `the consumer ${name} of the stream ${stream} ${why}` }
}

function whyNot(found: ConsumerConfig, wanted: Wanted): string | undefined {
  const other = 'give `group` another name'
  if (found.ack_policy !== AckPolicy.Explicit || found.deliver_subject !== undefined) {
    return `is no pull consumer with explicit acknowledgement: ${other}`
  }
  if (found.filter_subject !== wanted.filter_subject) {
    return `has the subject ${found.filter_subject}, not ${wanted.filter_subject}: ${other}`
  }
  if ((found.max_deliver ?? -1) > 0) {
    return `gives a message up after ${found.max_deliver} deliveries: ${other}, or take max_deliver away`
  }
  if (found.headers_only) return `leaves bodies out: ${other}`
  if (found.ack_wait === wanted.ack_wait) return undefined
  return `holds for ${(found.ack_wait ?? 0) / 1e6} ms, not for ${wanted.ack_wait / 1e6}: all of a group have one holdMs`
}

// answers whether any of them was missing
async function ensureTurns(
  { manager, link }: { manager: JetStreamManager; link: Link },
  { names, partitions }: { names: GroupNames; partitions: readonly number[] },
): Promise<boolean> {
  const { turns, turnSubject } = names
  const found = await ifThere(manager.streams.info(turns))
  if (!found) {
    await manager.streams.add({
      name: turns,
      subjects: partitions.map(turnSubject),
      max_msgs_per_subject: 1,
    })
  }
  if (found?.state.messages === partitions.length) return false
  // one message for each partition, however many processes are first
  const once = headers()
  once.set('Nats-Expected-Last-Subject-Sequence', '0')
  await link.ask(
    partitions.map((partition) => ({
      subject: turnSubject(partition),
      data: '',
      headers: once,
    })),
  )
  return true
}
