import type { Random } from '@canonry/pack/simulator'
import { makeOrder, type OrderMaker } from './make-order.js'
import type { ShopOrder } from './shop-order.js'
import { shopTotals } from './shop-totals.js'

/** One thing that happens in the shop: the order afterwards, and the webhooks that it causes. */
export interface ShopEvent {
  readonly at: number
  readonly order: ShopOrder
  readonly topics: readonly [string, ...string[]]
}

const SECOND = 1000

/** Everything that happens to one order, in time order; the last event holds its final state. */
export function makeHistory(number: number, at: number, maker: OrderMaker): ShopEvent[] {
  const { random } = maker
  const placed = makeOrder(number, at, maker)
  const paidNow = placed.paid >= shopTotals(placed, 'current').total.shop
  const events: ShopEvent[] = [
    { at, order: placed, topics: paidNow ? ['orders/create', 'orders/paid'] : ['orders/create'] },
  ]
  for (const step of chooseSteps(random, paidNow)) {
    const last = events.at(-1) as ShopEvent
    // now and then two changes fall into one second, which is all that updated_at can tell
    const after = random.chance(0.06) ? 0 : random.between(20, 900) * SECOND
    const order = step({ ...last.order, updatedAt: last.at + after }, random)
    events.push({ at: last.at + after, order, topics: topicsOf(step) })
    if (order.cancelledAt !== undefined) break
  }
  return events
}

type Step = (order: ShopOrder, random: Random) => ShopOrder

function chooseSteps(random: Random, paid: boolean): Step[] {
  const steps: Step[] = []
  if (!paid && random.chance(0.7)) steps.push(pay)
  if (random.chance(0.15)) steps.push(removeUnits)
  if (random.chance(0.1)) steps.push(writeNote)
  if (random.chance(0.08)) steps.push(cancelAll)
  if (random.chance(0.3)) steps.push(fulfil)
  return steps
}

function topicsOf(step: Step): readonly [string, ...string[]] {
  if (step === pay) return ['orders/paid', 'orders/updated']
  if (step === cancelAll) return ['orders/cancelled', 'orders/updated']
  if (step === fulfil) return ['orders/fulfilled', 'orders/updated']
  return ['orders/updated']
}

const pay: Step = (order) => ({ ...order, paid: shopTotals(order, 'current').total.shop })

const writeNote: Step = (order, random) => ({
  ...order,
  note: `Call before delivery (${random.between(1, 99)})`,
})

const cancelAll: Step = (order) => ({ ...order, cancelledAt: order.updatedAt })

const fulfil: Step = (order) => ({
  ...order,
  lines: order.lines.map((line) => ({ ...line, fulfilled: line.current })),
})

// an edit takes units off one line: the last line of an order keeps at least one
const removeUnits: Step = (order, random) => {
  const index = random.between(0, order.lines.length - 1)
  const keep = order.lines.length > 1 ? 0 : 1
  return {
    ...order,
    lines: order.lines.map((line, at) =>
      at === index
        ? { ...line, current: Math.max(keep, line.quantity - random.between(1, 2)) }
        : line,
    ),
  }
}
