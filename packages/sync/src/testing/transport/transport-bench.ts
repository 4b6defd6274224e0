import assert from 'node:assert/strict'
import type { ResultAsync } from 'neverthrow'
import type {
  Acknowledgement,
  Delivery,
  Envelope,
  Transport,
  TransportFailure,
} from '../../transport/transport.js'
import type { TransportPlace } from './transport-case.js'

/** A transport of a place that is opened, and the usual requests in short. */
export interface TransportBench {
  readonly transport: Transport
  /** Publishes all; answers what became of each. */
  publish(...batch: readonly Envelope[]): Promise<readonly string[]>
  /** Pulls once; a short wait unless it is said otherwise. */
  pull(max?: number, waitMs?: number): Promise<readonly Delivery[]>
  /** Pulls until `count` messages are there, each acknowledged as it comes with `as`. */
  drain(count: number, as?: 'done' | 'reject'): Promise<readonly Delivery[]>
  acknowledge(
    deliveries: readonly Delivery[],
    as: Acknowledgement['as'],
    delayMs?: number,
  ): Promise<readonly string[]>
  close(): Promise<void>
}

/** How long a pull waits that is to find something. */
const PATIENCE_MS = 500
const MOST_PULLS = 400

/** Opens one more transport of a place. */
export async function openBench(
  place: TransportPlace,
  transport: Transport = place.transport(),
): Promise<TransportBench> {
  const got = <T>(answer: ResultAsync<T, TransportFailure>) => gotFrom(place, answer)
  await got(transport.open({ env: place.env }))
  const bench: TransportBench = {
    transport,
    publish: async (...batch) => {
      const answers = await place.answerOf(transport.publish(batch))
      return answers.map(({ kind }) => kind)
    },
    pull: (max = 100, waitMs = PATIENCE_MS) => got(transport.pull({ max, waitMs })),
    drain: (count, as = 'done') => drain(bench, count, as),
    acknowledge: (deliveries, as, delayMs) =>
      got(
        transport.acknowledge(
          deliveries.map(({ receipt }) => ({
            receipt,
            as,
            ...(delayMs !== undefined && { delayMs }),
          })),
        ),
      ),
    close: () => got(transport.close({ drainMs: 1_000 })),
  }
  return bench
}

async function drain(...[bench, count, as]: [TransportBench, number, 'done' | 'reject']) {
  const taken: Delivery[] = []
  for (let pulls = 0; taken.length < count && pulls < MOST_PULLS; pulls += 1) {
    const deliveries = await bench.pull(count - taken.length)
    await bench.acknowledge(deliveries, as)
    taken.push(...deliveries)
  }
  return taken
}

/** What a transport answers; a failure breaks the case. */
export async function gotFrom<T>(
  place: TransportPlace,
  answer: ResultAsync<T, TransportFailure>,
): Promise<T> {
  return (await place.answerOf(answer)).match(
    (value) => value,
    ({ kind, message }) => assert.fail(`${kind}: ${message}`),
  )
}

/** A message. */
export function messageOf(id: string, change: Partial<Envelope> = {}): Envelope {
  const body = new TextEncoder().encode(`{"id":"${id}"}`)
  return { id, key: id, headers: { 'content-type': 'application/json' }, body, ...change }
}

/** Messages `key-1`, `key-2`, … of one key, in order. */
export function messagesOf(key: string, count: number): readonly Envelope[] {
  return Array.from({ length: count }, (_, index) => messageOf(`${key}-${index + 1}`, { key }))
}

/** Their ids. */
export function idsOf(deliveries: readonly Envelope[]): readonly string[] {
  return deliveries.map(({ id }) => id)
}
