import type { Env } from '../env.js'
import { createAgenda, takeHandful } from './agenda.js'
import type { Random } from './random.js'

/** What can go wrong between a system and its subscribers; shares from 0 to 1. */
export interface DeliveryFaults {
  /** Sent twice, under the same event id. */
  readonly duplicate: number
  /** Delayed by up to ten minutes, so that later events overtake it. */
  readonly late: number
  /** Accompanied by the same delivery under a signature that is not the system's. */
  readonly forged: number
}

/** Counts of what was sent and what came of it. */
export interface DeliveryCounts {
  events: number
  sent: number
  acknowledged: number
  refusedForgeries: number
  acceptedForgeries: number
  retried: number
  givenUp: number
}

/** A message to one subscriber on its way. */
export interface Delivery<Message> {
  readonly message: Message
  /** When what it tells of happened, epoch milliseconds. */
  readonly queuedAt: number
  /** To be signed with a secret that is not the system's. */
  readonly forged: boolean
  /** How often it was sent before. */
  readonly attempt: number
}

/** How a system delivers its webhooks. */
export interface DeliveryRules<Message> {
  readonly env: Pick<Env, 'now' | 'fetch'>
  readonly random: Random
  /** Default: nothing goes wrong. */
  readonly faults?: Partial<DeliveryFaults>
  /** How long after each refused attempt the next one comes, in milliseconds; then it is given up. */
  readonly retriesMs: readonly number[]
  /** The signed request, with the time limit that the system sets. */
  request(delivery: Delivery<Message>): Request
  /** Told what nobody has taken. */
  givenUp?(message: Message): void
}

/** The webhooks of a system: delivered at least once, in no promised order. */
export interface Deliveries<Message> {
  readonly counts: Readonly<DeliveryCounts>
  /** Queues what each subscriber is told of one event, for when it happened (epoch ms; default now). */
  queue(messages: readonly Message[], at?: number): void
  /** Delivers a handful of what is due now and resolves when all of it is answered. */
  deliverDue(): Promise<void>
  /** When the next delivery is due; `Infinity` when none is left. */
  nextAt(): number
}

const AT_ONCE = 16
const NO_FAULTS: DeliveryFaults = { duplicate: 0, late: 0, forged: 0 }

/** Starts the delivery of a system's webhooks. */
export function createDeliveries<Message>(rules: DeliveryRules<Message>): Deliveries<Message> {
  const { env, retriesMs } = rules
  const waiting = createAgenda<Delivery<Message>>()
  const counts = noCounts()

  async function attempt(delivery: Delivery<Message>): Promise<void> {
    counts.sent += 1
    const wait = retriesMs[delivery.attempt]
    const outcome = outcomeOf(await send(delivery, rules), {
      ...delivery,
      isLast: wait === undefined,
    })
    counts[outcome] += 1
    if (outcome === 'givenUp') rules.givenUp?.(delivery.message)
    if (outcome !== 'retried' || wait === undefined) return
    waiting.add(env.now() + wait, { ...delivery, attempt: delivery.attempt + 1 })
  }

  return {
    counts,
    queue(messages, at = env.now()) {
      counts.events += 1
      for (const message of messages) {
        const first = { message, queuedAt: at, forged: false, attempt: 0 }
        for (const copy of copiesOf(first, rules)) waiting.add(copy.at, copy.delivery)
      }
    },
    async deliverDue() {
      const due = takeHandful(waiting, { now: env.now(), most: AT_ONCE })
      await Promise.all(due.map(attempt))
    },
    nextAt: waiting.nextAt,
  }
}

interface Copy<Message> {
  readonly at: number
  readonly delivery: Delivery<Message>
}

function copiesOf<Message>(
  delivery: Delivery<Message>,
  { random, faults }: DeliveryRules<Message>,
): Copy<Message>[] {
  const { duplicate, late, forged } = { ...NO_FAULTS, ...faults }
  const delay = random.chance(late) ? random.between(5, 600) * 1000 : 0
  const at = delivery.queuedAt + delay
  const again = at + random.between(0, 60) * 1000
  return [
    { at, delivery },
    ...(random.chance(duplicate) ? [{ at: again, delivery }] : []),
    ...(random.chance(forged) ? [{ at, delivery: { ...delivery, forged: true } }] : []),
  ]
}

/** The status of the answer, or `undefined` when none came. */
async function send<Message>(
  delivery: Delivery<Message>,
  { env, request }: DeliveryRules<Message>,
): Promise<number | undefined> {
  try {
    const response = await env.fetch(request(delivery))
    await response.arrayBuffer()
    return response.status
  } catch {
    return undefined
  }
}

function outcomeOf(
  status: number | undefined,
  { forged, isLast }: { readonly forged: boolean; readonly isLast: boolean },
): keyof DeliveryCounts {
  const accepted = status !== undefined && status >= 200 && status < 300
  if (accepted) return forged ? 'acceptedForgeries' : 'acknowledged'
  if (forged && status === 401) return 'refusedForgeries'
  return isLast ? 'givenUp' : 'retried'
}

function noCounts(): DeliveryCounts {
  return {
    events: 0,
    sent: 0,
    acknowledged: 0,
    refusedForgeries: 0,
    acceptedForgeries: 0,
    retried: 0,
    givenUp: 0,
  }
}
