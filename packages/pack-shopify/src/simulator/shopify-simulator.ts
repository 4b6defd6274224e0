import { currencyExponent, decimalOf, fromUnits, type Money } from '@canonry/model'
import type { Env } from '@canonry/pack'
import { createRandom, type DeliveryCounts, type DeliveryFaults } from '@canonry/pack/simulator'
import { LEVEL_TOPIC, ORDER_TOPICS } from '../webhooks.js'
import { createAdminApi } from './admin-api.js'
import { type Article, createCatalogue } from './catalogue.js'
import { makeHistory, type ShopEvent } from './history.js'
import { printOrder } from './print-order.js'
import type { ShopOrder } from './shop-order.js'
import { shopTotals } from './shop-totals.js'
import { createShopWebhooks, type ShopWebhooks } from './shop-webhooks.js'
import {
  createInventory,
  type ShopInventory,
  type ShopLevel,
  type ShopSending,
  type ShopStockOptions,
} from './stock/inventory.js'
import { printLevelChange } from './stock/print-level-change.js'
import { createSubscriptions, type Subscriptions } from './subscriptions.js'

/** How a simulated shop is set up. */
export interface ShopifySimulatorOptions {
  readonly shop: string
  readonly currency: string
  readonly accessToken: string
  /** The app's client secret, which signs the webhooks. */
  readonly secret: string
  /** An address that all webhooks about orders are subscribed for; others subscribe by the Admin API. */
  readonly webhookUrl?: string
  readonly env: Env
  readonly seed: number
  /** How many orders are placed. */
  readonly orders: number
  /** Seconds between two orders, on average. */
  readonly everySeconds: number
  readonly faults?: Partial<DeliveryFaults>
  /** Which articles the shop sells; default all that simulated shops know. */
  readonly sells?: (sku: string) => boolean
  /** How the shop keeps stock; without it, whatever is ordered is there. */
  readonly stock?: ShopStockOptions
}

/** One line of the shop's own books. */
export interface ShopBooking {
  readonly id: string
  readonly number: string
  readonly cancelled: boolean
  /** Epoch milliseconds. */
  readonly placedAt: number
  /** After edits, in the shop's currency. */
  readonly total: Money
}

/** A Shopify shop in memory: it takes orders, tells its subscribers by webhook, and answers the Admin API. */
export interface ShopifySimulator {
  readonly articles: readonly Article[]
  readonly counts: Readonly<DeliveryCounts>
  /** Answers the Admin API. */
  fetch(request: Request): Promise<Response>
  /** Delivers a payload that was not made here, signed like the shop's own, and answers reads of it. */
  publish(topic: string, text: string): void
  /** Lives until every order has its whole history and every webhook is answered or given up. */
  run(signal?: AbortSignal): Promise<void>
  /** What the shop's own books say now. */
  books(): ShopBooking[]
  /** What the shop has of each article at each location that stocks it. */
  levels(): readonly ShopLevel[]
  /** Sets what is available of an article, as somebody in the shop's admin does. */
  setByHand(sku: string, available: number, location?: string): void
  /** Orders that buyers could not place, because something was sold out. */
  turnedAway(): number
  /** Units that were sold and not there. */
  soldBeyond(): number
  /** What was sent to buyers, oldest first. */
  sent(): readonly ShopSending[]
}

const API_VERSION = '2026-07'

/** Opens a simulated shop; the same seed gives the same orders. */
export function createShopifySimulator(options: ShopifySimulatorOptions): ShopifySimulator {
  const { env } = options
  const catalogue = catalogueOf(options)
  const published = new Map<string, string>()
  const subscriptions = subscriptionsOf(options)
  const webhooks = createShopWebhooks({
    ...options,
    subscriptions,
    apiVersion: API_VERSION,
    random: createRandom(options.seed + 1),
  })
  const inventory = createInventory({ ...options, articles: catalogue }, (level) =>
    webhooks.tell(LEVEL_TOPIC, printLevelChange(level)),
  )
  const life = liveOrders(options, {
    events: planEvents(options, catalogue),
    inventory,
    webhooks,
  })
  const { orders } = life
  return {
    articles: catalogue,
    counts: webhooks.counts,
    fetch: createAdminApi({ ...options, orders, published, subscriptions, inventory }),
    publish(topic, text) {
      const id = /"gid:\/\/shopify\/Order\/(\d+)"/.exec(text)?.[1]
      if (id) published.set(id, text)
      webhooks.tell(topic, text)
    },
    books: () => [
      ...[...orders.values()].map(toBooking),
      ...[...published].map(([id, text]) => publishedBooking(id, text)),
    ],
    turnedAway: life.turnedAway,
    ...stockOf(inventory),
    async run(signal) {
      while (!signal?.aborted) {
        life.happen()
        await webhooks.deliverDue()
        const next = Math.min(life.nextAt(), webhooks.nextAt())
        if (next === Infinity) return
        await env.sleep(Math.max(0, next - env.now()), signal)
      }
    },
  }
}

function catalogueOf({
  shop,
  currency,
  sells = () => true,
}: ShopifySimulatorOptions): [Article, ...Article[]] {
  const [first, ...others] = createCatalogue(currency).filter(({ sku }) => sells(sku))
  if (!first) throw new Error(`the shop ${shop} sells nothing`)
  return [first, ...others]
}

function subscriptionsOf({ env, webhookUrl, stock }: ShopifySimulatorOptions): Subscriptions {
  const subscriptions = createSubscriptions(env.now)
  const topics = [...ORDER_TOPICS, ...(stock ? [LEVEL_TOPIC] : [])]
  if (webhookUrl) for (const topic of topics) subscriptions.add(topic, webhookUrl)
  return subscriptions
}

function stockOf(
  inventory: ShopInventory,
): Pick<ShopifySimulator, 'levels' | 'setByHand' | 'soldBeyond' | 'sent'> {
  const { locations, items, soldBeyond, sent } = inventory
  return {
    levels: () => locations.flatMap(({ id }) => inventory.levelsAt(id)),
    setByHand: (sku, available, location = locations[0]?.id ?? '') => {
      const item = items.find((each) => each.sku === sku)
      if (item) inventory.set(item.id, location, available)
    },
    ...{ soldBeyond, sent },
  }
}

interface Life {
  readonly orders: ReadonlyMap<string, ShopOrder>
  /** Lets everything happen that was to happen by now. */
  happen(): void
  nextAt(): number
  turnedAway(): number
}

/** The orders of a shop, as buyers place them: one that wants what is sold out is not placed. */
function liveOrders(
  { env, shop }: ShopifySimulatorOptions,
  {
    events,
    inventory,
    webhooks,
  }: {
    readonly events: ShopEvent[]
    readonly inventory: ShopInventory
    readonly webhooks: ShopWebhooks
  },
): Life {
  const orders = new Map<string, ShopOrder>()
  const turnedAway = new Set<bigint>()
  const take = ({ order, topics, at }: ShopEvent) => {
    const before = orders.get(String(order.id))
    if (!before && !inventory.admits(order)) turnedAway.add(order.id)
    if (turnedAway.has(order.id)) return
    orders.set(String(order.id), order)
    inventory.follow(order, before)
    for (const topic of topics) webhooks.tell(topic, printOrder(order, shop), at)
  }
  return {
    orders,
    happen: () => {
      while (events[0] && events[0].at <= env.now()) take(events.shift() as ShopEvent)
    },
    nextAt: () => events[0]?.at ?? Infinity,
    turnedAway: () => turnedAway.size,
  }
}

function planEvents(
  { seed, orders, everySeconds, currency, env }: ShopifySimulatorOptions,
  catalogue: [Article, ...Article[]],
): ShopEvent[] {
  const maker = { currency, catalogue, random: createRandom(seed), customers: [] }
  const start = Math.ceil(env.now() / 1000) * 1000
  const events = Array.from({ length: orders }, (_, index) =>
    makeHistory(1001 + index, start + index * everySeconds * 1000, maker),
  )
  return events.flat().sort((a, b) => a.at - b.at)
}

function toBooking(order: ShopOrder): ShopBooking {
  const { shop } = order.currencies
  const units = BigInt(shopTotals(order, 'current').total.shop)
  return {
    id: String(order.id),
    number: `#${order.number}`,
    cancelled: order.cancelledAt !== undefined,
    placedAt: order.createdAt,
    total: { amount: fromUnits(units, currencyExponent(shop)), currency: shop },
  }
}

// read independently of the mapping: the books must not repeat a mistake of what they judge
function publishedBooking(id: string, text: string): ShopBooking {
  const order = JSON.parse(text)
  return {
    id,
    number: order.name,
    cancelled: order.cancelled_at !== null,
    placedAt: Date.parse(order.created_at),
    total: {
      amount: decimalOf(order.current_total_price ?? order.total_price) ?? '0',
      currency: order.currency,
    },
  }
}
