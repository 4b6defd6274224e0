import { createAgenda, type Random, takeHandful } from '@canonry/pack/simulator'
import { type Delivery, type Sender, sendWebhook } from './send-webhook.js'
import type { Subscriptions } from './subscriptions.js'

/** What can go wrong between a shop and its subscriber; shares from 0 to 1. */
export interface DeliveryFaults {
  readonly duplicate: number
  /** Delayed by up to ten minutes, so that later events overtake it. */
  readonly late: number
  /** Accompanied by the same delivery under a signature that is not the shop's. */
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

/** What a shop needs to deliver webhooks. */
export interface DeliveryOptions extends Sender {
  readonly subscriptions: Subscriptions
  readonly random: Random
  readonly faults: DeliveryFaults
}

/**
 * The webhooks of a shop: signed, delivered at least once, in no promised order, to whoever has
 * subscribed. Who answers none of nine tries is told nothing more of that topic.
 */
export interface Deliveries {
  readonly counts: Readonly<DeliveryCounts>
  /** Queues a webhook to all subscribers for a moment (epoch ms). */
  queue(topic: string, text: string, at: number): void
  /** Delivers a handful of what is due now and resolves when all of it is answered. */
  deliverDue(): Promise<void>
  /** When the next delivery is due; `Infinity` when none is left. */
  nextAt(): number
}

// eight retries within four hours; the spacing is not published
const RETRIES_MS = [10, 60, 120, 300, 600, 1800, 3600, 7200].map((seconds) => seconds * 1000)
const AT_ONCE = 16

/** Starts the delivery of a shop's webhooks. */
export function createDeliveries(options: DeliveryOptions): Deliveries {
  const waiting = createAgenda<Delivery>()
  const counts = noCounts()
  return {
    counts,
    queue(topic, text, at) {
      counts.events += 1
      for (const address of options.subscriptions.addressesOf(topic)) {
        for (const each of copies({ topic, address, text, at }, options)) waiting.add(each.at, each)
      }
    },
    async deliverDue() {
      const due = takeHandful(waiting, { now: options.env.now(), most: AT_ONCE })
      await Promise.all(due.map(attempt))
    },
    nextAt: waiting.nextAt,
  }

  async function attempt(delivery: Delivery): Promise<void> {
    counts.sent += 1
    const outcome = judge(delivery, await sendWebhook(delivery, options))
    counts[outcome] += 1
    // https://shopify.dev/docs/apps/build/webhooks/troubleshooting-webhooks
    if (outcome === 'givenUp') options.subscriptions.remove(delivery.topic, delivery.address)
    const wait = RETRIES_MS[delivery.attempt]
    if (outcome !== 'retried' || wait === undefined) return
    const at = options.env.now() + wait
    waiting.add(at, { ...delivery, attempt: delivery.attempt + 1, at })
  }
}

function judge({ forged, attempt }: Delivery, status: number | undefined): keyof DeliveryCounts {
  const accepted = status !== undefined && status >= 200 && status < 300
  if (accepted) return forged ? 'acceptedForgeries' : 'acknowledged'
  if (forged && status === 401) return 'refusedForgeries'
  return attempt < RETRIES_MS.length ? 'retried' : 'givenUp'
}

function copies(
  { topic, address, text, at }: Pick<Delivery, 'topic' | 'address' | 'text' | 'at'>,
  { random, faults }: DeliveryOptions,
): Delivery[] {
  const late = random.chance(faults.late) ? random.between(5, 600) * 1000 : 0
  const first: Delivery = {
    topic,
    address,
    text,
    at: at + late,
    triggeredAt: at,
    eventId: makeEventId(random),
    forged: false,
    attempt: 0,
  }
  const again = { ...first, at: first.at + random.between(0, 60) * 1000 }
  return [
    first,
    ...(random.chance(faults.duplicate) ? [again] : []),
    ...(random.chance(faults.forged) ? [{ ...first, forged: true }] : []),
  ]
}

function makeEventId(random: Random): string {
  const part = () => random.between(0, 0xffffffff).toString(16).padStart(8, '0')
  return `${part()}-${part()}-${part()}`
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
