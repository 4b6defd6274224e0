import type { Decimal } from '@canonry/model'
import type { Env } from '@canonry/pack'
import {
  applyFault,
  createAgenda,
  createRandom,
  type DeliveryCounts,
  type DeliveryFaults,
  type Fault,
  type Random,
} from '@canonry/pack/simulator'
import { createApi } from './api.js'
import { createBucket } from './bucket.js'
import { ARTICLES, type Article } from './catalogue.js'
import { createMerchant, type TillLocation } from './merchant.js'
import { openShelves, type Shelves } from './shelves.js'
import { createSquareWebhooks } from './square-webhooks.js'
import { createStaff, type Staff } from './staff.js'
import type { StockChange } from './stock.js'
import { createTills, type TillBooking, type Tills } from './tills.js'

/** How a simulated merchant is set up. */
export interface SquareSimulatorOptions {
  readonly merchant: string
  readonly accessToken: string
  /** The signature key of the webhook subscription. */
  readonly signatureKey: string
  /** The URL that all webhooks are registered for; without one nobody is told. */
  readonly notificationUrl?: string
  /** The types of events that the subscription names; default all. */
  readonly events?: readonly string[]
  readonly env: Env
  readonly seed: number
  readonly locations: readonly TillLocation[]
  /** What is sold; by default five articles, one of them by weight. */
  readonly articles?: readonly Article[]
  /** How many tickets are rung up by chance, at all locations together. */
  readonly tickets: number
  /** Seconds between two tickets. */
  readonly everySeconds: number
  /** What of every article lies at every location in the beginning; default 200. */
  readonly openingStock?: number
  /** The share of tickets that a till without network keeps for up to `offlineHours`. */
  readonly offline?: number
  /** At most 72. */
  readonly offlineHours?: number
  /** How long searches take to find what was written; default none. */
  readonly searchLagMs?: number
  /** Calls that are answered in a second; default 100. */
  readonly callsPerSecond?: number
  readonly deliveryFaults?: Partial<DeliveryFaults>
  /** Asked for every request; what it returns goes wrong. */
  readonly faults?: (request: Request) => Fault | undefined
}

/** How much of a variation is in stock at a location. */
export interface StockBooking {
  readonly variation: string
  readonly location: string
  readonly quantity: Decimal
}

/** A Square merchant in memory: its tills sell, its stock moves by itself, its API answers. */
export interface SquareSimulator extends Staff {
  readonly articles: readonly Article[]
  readonly counts: Readonly<DeliveryCounts>
  /** Answers the API for any host. */
  fetch(request: Request): Promise<Response>
  /** Lives until every ticket has reached Square and every webhook is answered or given up. */
  run(signal?: AbortSignal): Promise<void>
  /** What the tills sold and took back, as far as Square has heard of it. */
  books(): readonly TillBooking[]
  /** What Square reckons is in stock. */
  stock(): readonly StockBooking[]
  /** Changes of stock that were made through the API, and not by tills or staff. */
  written(): readonly StockChange[]
}

const OPENING = 200
const CALLS = 100

/** Opens a simulated merchant; the same seed gives the same tickets. */
export function createSquareSimulator(options: SquareSimulatorOptions): SquareSimulator {
  const { env, seed, articles = ARTICLES } = options
  const { deliveryFaults: faults = {} } = options
  const webhooks = createSquareWebhooks({ ...options, random: createRandom(seed + 1), faults })
  const merchant = createMerchant({
    id: options.merchant,
    env,
    locations: options.locations,
    articles,
    searchLagMs: options.searchLagMs ?? 0,
    tell: webhooks.tell,
  })
  const random = createRandom(seed)
  const shelves = openShelves(merchant, { random, opening: options.openingStock ?? OPENING })
  const tills = createTills(merchant, random)
  const day = planDay(options, { tills, shelves, random })
  const admits = createBucket(options.callsPerSecond ?? CALLS, env.now)
  const plan = (at: number, act: () => void) => (at > env.now() ? day.plan(at, act) : act())
  const staff = createStaff({ merchant, tills, plan })
  const api = createApi(merchant, { accessToken: options.accessToken, admits })
  return {
    ...staff,
    articles,
    counts: webhooks.counts,
    fetch: (request) => applyFault(options.faults?.(request), () => api(request)),
    books: () => tills.bookings,
    stock: () =>
      merchant.stock.places().map(({ variation, location }) => ({
        variation,
        location,
        quantity: merchant.stock.quantity(variation, location) ?? '0',
      })),
    written: () =>
      merchant.stock.changes(-Infinity).filter(({ reference }) => reference !== undefined),
    async run(signal) {
      while (!signal?.aborted) {
        day.happen(env.now())
        await webhooks.deliverDue()
        const next = Math.min(day.nextAt(), webhooks.nextAt())
        if (next === Infinity) return
        await env.sleep(Math.max(0, next - env.now()), signal)
      }
    },
  }
}

interface People {
  readonly tills: Tills
  readonly shelves: Shelves
  readonly random: Random
}

interface Day {
  plan(at: number, act: () => void): void
  happen(now: number): void
  nextAt(): number
}

const HOUR_MS = 3_600_000

function planDay(
  { env, tickets, everySeconds, locations, offline = 0, offlineHours = 72 }: SquareSimulatorOptions,
  { tills, shelves, random }: People,
): Day {
  const start = env.now()
  const plans = createAgenda<() => void>()
  for (let index = 0; index < tickets; index += 1) {
    plans.add(start + (index + 1) * everySeconds * 1000, () => serve(index))
  }

  function serve(index: number): void {
    const location = locations[random.between(0, locations.length - 1)] as TillLocation
    const soldAt = start + (index + 1) * everySeconds * 1000
    const ticket = tills.ringUp(location, soldAt)
    if (random.chance(offline)) {
      const kept = random.between(1, offlineHours * 60) * (HOUR_MS / 60)
      plans.add(env.now() + kept, () => tills.send(ticket, true))
    } else tills.send(ticket, false)
    if (random.chance(0.1)) tills.takeBack()
    if (random.chance(0.02)) shelves.waste(location)
    if (random.chance(0.02)) shelves.recount(location)
  }

  return {
    plan: plans.add,
    happen(now) {
      for (let act = plans.takeDue(now); act !== undefined; act = plans.takeDue(now)) act()
    },
    nextAt: plans.nextAt,
  }
}
