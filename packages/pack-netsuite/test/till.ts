import type { Order, OrderLine, Ref } from '@canonry/model'
import type { Intent, PushOutcome } from '@canonry/pack'
import { line, money, openWorld, order, PROFILE, type World } from './world.js'

const square = (kind: string, id: string): Ref => ({
  system: 'square',
  account: 'MERCHANT',
  kind,
  id,
})

/** The location of the till, and of another store that the profile does not know. */
export const STORE = square('Location', 'L1')
export const ELSEWHERE = square('Location', 'L9')
export const TICKET = square('Order', 'T1')

/** A profile with one store of tills: location 8 in NetSuite, in Berlin, where days turn at four. */
export const TILL_PROFILE = {
  ...PROFILE,
  till: { customer: '9201' },
  locations: {
    'square/MERCHANT/Location/L1': { location: '8', zone: 'Europe/Berlin', cutOver: '04:00' },
  },
}

/** A line of a ticket. */
export function rung(id: string, change: Partial<OrderLine> = {}): OrderLine {
  return line(id, { ref: square('LineItem', `T1/${id}`), ...change })
}

/** A ticket that was rung up, paid and closed. */
export function ticket(change: Partial<Order> = {}): Order {
  return order({
    refs: [TICKET],
    number: 'T1',
    placedAt: '2026-11-24T17:30:00Z',
    closedAt: '2026-11-24T17:31:00Z',
    channel: { code: 'Square Point of Sale', kind: 'store' },
    location: STORE,
    lines: [rung('1')],
    ...change,
  })
}

/** A world with items of these names and the till's store. */
export function openStore(...skus: string[]): World {
  const world = openWorld({ profile: TILL_PROFILE })
  for (const itemId of skus) world.simulator.addItem({ itemId })
  return world
}

/** What is planned for a ticket. */
export function sale(body: Order = ticket(), change: Partial<Intent> = {}): Intent {
  const key = 'erp|upsert|order|square/MERCHANT/Order/T1'
  return { key, kind: 'upsert', entity: 'order', source: TICKET, body, links: {}, ...change }
}

/** One push. */
export async function push({ connector }: World, intent: Intent): Promise<PushOutcome> {
  const [outcome] = await connector.push([intent])
  return outcome as PushOutcome
}

/** VAT that is in the price. */
export const includedVat = (amount: string) => ({
  title: 'VAT',
  rate: '0.19',
  included: true,
  amount: money(amount),
  collectedBy: 'merchant' as const,
})
