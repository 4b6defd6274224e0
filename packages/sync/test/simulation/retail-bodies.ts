import type { Customer, Order, Ref, Refund, StockMove, StockPosition } from '@canonry/model'

const SHOP = { system: 'shop', account: 'main' } as const

/** The name of a thing in the invented shop. */
export function shopRef(kind: string, id: string): Ref {
  return { ...SHOP, kind, id }
}

/** The moment of the n-th version of anything. */
export function momentOf(version: number): string {
  return new Date(Date.UTC(2026, 10, 27, 9, 0, version)).toISOString()
}

export function orderBody(
  id: string,
  version: number,
  more: Partial<Order> & { total?: string } = {},
): Order {
  const { total = `${10 + version}`, ...fields } = more
  return {
    refs: [shopRef('order', id)],
    number: `#${id}`,
    placedAt: momentOf(0),
    updatedAt: momentOf(version),
    currency: 'EUR',
    taxIncluded: true,
    lines: [],
    charges: [],
    discounts: [],
    tags: [],
    asserted: { outstanding: { amount: total, currency: 'EUR' } },
    ...fields,
  }
}

export function customerBody(id: string, version: number, name: string): Customer {
  return { refs: [shopRef('customer', id)], lastName: name, updatedAt: momentOf(version) }
}

export function refundBody(id: string, order: string, amount: string): Refund {
  const money = { shop: { amount, currency: 'EUR' } }
  return {
    refs: [shopRef('refund', id)],
    order: shopRef('order', order),
    amount: money,
    lines: [],
    charges: [],
    adjustments: [{ kind: 'goodwill', amount: money }],
    method: 'original',
    transactions: [],
    state: 'succeeded',
    at: momentOf(0),
  }
}

export function moveBody(id: string, quantity: number): StockMove {
  return {
    refs: [shopRef('stockMove', id)],
    key: id,
    variant: shopRef('variant', 'v'),
    quantity: { value: `${quantity}`, unit: 'C62' },
    from: { kind: 'location', location: shopRef('location', 'store'), condition: 'sellable' },
    to: { kind: 'outside', place: 'customer' },
    occurredAt: momentOf(0),
    recordedAt: momentOf(0),
    cause: { kind: 'sale' },
  }
}

export function positionBody(source: Ref, version: number, onHand: number): StockPosition {
  return {
    refs: [source],
    variant: { ...source, kind: 'variant' },
    location: { ...source, kind: 'location', id: 'store' },
    at: momentOf(version),
    unit: 'C62',
    sellable: `${onHand}`,
    quarantine: '0',
    damaged: '0',
    onHand: `${onHand}`,
    reserved: '0',
    safety: '0',
    available: `${onHand}`,
    incoming: [],
    asserted: [],
  }
}
