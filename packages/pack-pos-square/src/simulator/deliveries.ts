import { createHmac } from 'node:crypto'
import type { Env } from '@canonry/pack'
import { createAgenda, type Random, takeHandful } from '@canonry/pack/simulator'
import { momentText, type Wire } from './merchant.js'

/** What can go wrong between Square and its subscriber; shares from 0 to 1. */
export interface DeliveryFaults {
  /** Sent twice, under the same event id. */
  readonly duplicate: number
  /** Delayed by up to ten minutes, so that later events overtake it. */
  readonly late: number
  /** Accompanied by the same delivery under a signature that is not Square's. */
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

/** In whose name webhooks are sent, and where to. */
export interface DeliveryOptions {
  readonly merchant: string
  /** The signature key of the subscription. */
  readonly signatureKey: string
  /** The URL that is registered; without one nobody is told. */
  readonly notificationUrl?: string
  /** The types of events that are subscribed; default all. */
  readonly events?: readonly string[]
  readonly env: Env
  readonly random: Random
  readonly faults: DeliveryFaults
}

/** The webhooks of a merchant: signed, at least once, in no promised order. */
export interface Deliveries {
  readonly counts: Readonly<DeliveryCounts>
  /** Queues an event, which is due at once. */
  queue(type: string, data: Wire): void
  /** Delivers a handful of what is due now and resolves when all of it is answered. */
  deliverDue(): Promise<void>
  /** When the next delivery is due; `Infinity` when none is left. */
  nextAt(): number
}

interface Delivery {
  readonly text: string
  readonly forged: boolean
  readonly attempt: number
  readonly firstAt: number
}

interface Planned extends Delivery {
  readonly at: number
}

// for up to 24 hours, with growing distance; the spacing here is our own
const RETRIES_MS = [1, 2, 4, 8, 15, 30, 60, 120, 240, 480, 480].map((minutes) => minutes * 60_000)
const ANSWER_WITHIN_MS = 10_000
const AT_ONCE = 16

/** Starts the delivery of a merchant's webhooks. */
export function createDeliveries(options: DeliveryOptions): Deliveries {
  const { env } = options
  const waiting = createAgenda<Delivery>()
  const counts = noCounts()

  async function attempt(delivery: Delivery): Promise<void> {
    counts.sent += 1
    const outcome = judge(delivery, await send(delivery, options))
    counts[outcome] += 1
    const wait = RETRIES_MS[delivery.attempt]
    if (outcome !== 'retried' || wait === undefined) return
    waiting.add(env.now() + wait, { ...delivery, attempt: delivery.attempt + 1 })
  }

  return {
    counts,
    queue(type, data) {
      counts.events += 1
      const { notificationUrl, events } = options
      if (notificationUrl === undefined || events?.includes(type) === false) return
      for (const { at, ...delivery } of copies(eventText({ type, data }, options), options)) {
        waiting.add(at, delivery)
      }
    },
    async deliverDue() {
      const due = takeHandful(waiting, { now: env.now(), most: AT_ONCE })
      await Promise.all(due.map(attempt))
    },
    nextAt: waiting.nextAt,
  }
}

function eventText(
  { type, data }: { readonly type: string; readonly data: Wire },
  { merchant, env, random }: DeliveryOptions,
): string {
  const part = () => random.between(0, 0xffffffff).toString(16).padStart(8, '0')
  return JSON.stringify({
    merchant_id: merchant,
    type,
    event_id: `${part()}-${part()}-${part()}`,
    created_at: momentText(env.now()),
    data,
  })
}

function copies(text: string, { env, random, faults }: DeliveryOptions): Planned[] {
  const now = env.now()
  const late = random.chance(faults.late) ? random.between(5, 600) * 1000 : 0
  const first = { text, forged: false, attempt: 0, firstAt: now, at: now + late }
  const again = { ...first, at: first.at + random.between(0, 60) * 1000 }
  return [
    first,
    ...(random.chance(faults.duplicate) ? [again] : []),
    ...(random.chance(faults.forged) ? [{ ...first, forged: true }] : []),
  ]
}

async function send(delivery: Delivery, options: DeliveryOptions): Promise<number | undefined> {
  try {
    const response = await options.env.fetch(signedRequest(delivery, options))
    await response.arrayBuffer()
    return response.status
  } catch {
    return undefined
  }
}

function signedRequest(
  { text, forged, attempt, firstAt }: Delivery,
  { notificationUrl = '', signatureKey }: DeliveryOptions,
): Request {
  const mac = createHmac('sha256', forged ? `${signatureKey}-forged` : signatureKey)
  return new Request(notificationUrl, {
    method: 'POST',
    body: text,
    headers: {
      'content-type': 'application/json',
      'x-square-hmacsha256-signature': mac.update(notificationUrl).update(text).digest('base64'),
      'square-initial-delivery-timestamp': momentText(firstAt),
      ...(attempt > 0 && { 'square-retry-number': String(attempt) }),
    },
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
  })
}

function judge({ forged, attempt }: Delivery, status: number | undefined): keyof DeliveryCounts {
  const accepted = status !== undefined && status >= 200 && status < 300
  if (accepted) return forged ? 'acceptedForgeries' : 'acknowledged'
  if (forged && status === 401) return 'refusedForgeries'
  return attempt < RETRIES_MS.length ? 'retried' : 'givenUp'
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
