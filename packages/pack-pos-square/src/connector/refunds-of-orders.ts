import { createLookup, type Failure, valueAt } from '@canonry/pack'
import { err, ok, type Result } from 'neverthrow'
import type { PaymentRefund } from '../map/refunded-to.js'
import type { Naming } from './completed.js'
import { orderNaming } from './naming.js'
import { destinationOf } from './refund-destination.js'
import { type Call, elementsAt, type Refunds, textIn } from './source.js'

const REMEMBERED_MS = 600_000

/**
 * Looks up where the money of orders went that take back. What is over is remembered for ten minutes, so
 * that a page that was throttled half way goes on where it was.
 *
 * An order says which tenders were given back and not where the money went. The id of a tender is that
 * of its payment, a payment names its refunds, and each of these the order that it was made for and its
 * destination: https://developer.squareup.com/docs/refunds-api/retrieve-refunds
 */
export function createRefunds(call: Call, now: () => number): Refunds {
  return createLookup<readonly PaymentRefund[]>({
    ask: async ([name = '']) => {
      const { tender, order } = namedBy(name)
      const found = await refundsOfPayment(tender, { order, call })
      return found.map((refunds) => new Map([[name, refunds]]))
    },
    ...{ atOnce: 1, rememberMs: REMEMBERED_MS, now },
    remembers: (refunds) => refunds.length > 0 && refunds.every(isOver),
  })
}

function isOver({ status, destination }: PaymentRefund): boolean {
  return status === 'COMPLETED' && destination !== undefined
}

/** Of which tender an order gives back, and what it says became of each: anything else is another name. */
interface Name {
  readonly tender: string
  readonly order: string
  readonly states: string
}

function nameOf({ tender, order, states }: Name): string {
  return JSON.stringify([tender, order, states])
}

function namedBy(name: string): Name {
  const [tender, order, states] = JSON.parse(name) as [string, string, string]
  return { tender, order, states }
}

/** Orders as they were answered, those that take back with where their money went beside them. */
export async function withRefunds(
  orders: readonly unknown[],
  refunds: Refunds,
): Promise<Result<readonly Naming[], Failure>> {
  const found: Naming[] = []
  for (const order of orders) {
    const naming = orderNaming(order)
    if (elementsAt(order, '/returns').length === 0) {
      found.push(naming)
      continue
    }
    const made = await refundsOf(order, refunds)
    if (made.isErr()) return err(made.error)
    found.push({ ...naming, wire: { ...naming.wire, payment_refunds: made.value } })
  }
  return ok(found)
}

async function refundsOf(
  order: unknown,
  refunds: Refunds,
): Promise<Result<readonly PaymentRefund[], Failure>> {
  const stated = elementsAt(order, '/refunds')
  const tenders = [...new Set(stated.map((refund) => textIn(refund, '/tender_id')))]
  const names = tenders.map((tender) => {
    const named = stated.filter((refund) => textIn(refund, '/tender_id') === tender)
    const states = named.map((refund) => textIn(refund, '/status')).join()
    return { named, name: nameOf({ tender, order: textIn(order, '/id'), states }) }
  })
  const found = await refunds.find(names.map(({ name }) => name))
  return found.map((all) => {
    const made = names.flatMap(({ name, named }) => {
      const known = all.get(name) ?? []
      // of what its payment does not tell, nobody says where it went
      return known.length < named.length ? named.map(untold) : known
    })
    return made.sort((a, b) => (a.id < b.id ? -1 : 1)).map((refund) => ofReturn(refund, order))
  })
}

// an order that takes goods of several sales back has a return for each, and refunds of the payments of each
function ofReturn(refund: PaymentRefund, order: unknown): PaymentRefund {
  const sources = elementsAt(order, '/returns').map((each) => textIn(each, '/source_order_id'))
  const own = sources.length === 1 ? sources : sources.filter((id) => id === refund.source_order_id)
  const { source_order_id: _, ...rest } = refund
  return own.length === 1 ? { ...rest, source_order_id: own[0] } : rest
}

function untold(refund: unknown): PaymentRefund {
  return {
    id: textIn(refund, '/id'),
    status: valueAt(refund, '/status'),
    amount_money: valueAt(refund, '/amount_money'),
  }
}

interface OfOrder {
  readonly order: string
  readonly call: Call
}

async function refundsOfPayment(
  id: string,
  { order, call }: OfOrder,
): Promise<Result<readonly PaymentRefund[], Failure>> {
  if (id === '') return ok([])
  const answer = await call({ path: `payments/${encodeURIComponent(id)}` })
  if (answer.isErr()) return err(answer.error)
  const payment = valueAt(answer.value?.wire, '/payment')
  const refunds: PaymentRefund[] = []
  for (const name of elementsAt(payment, '/refund_ids')) {
    const read = await call({ path: `refunds/${encodeURIComponent(String(name))}` })
    if (read.isErr()) return err(read.error)
    const refund = valueAt(read.value?.wire, '/refund')
    if (textIn(refund, '/order_id') !== order) continue
    const destination = await destinationOf({ refund, payment }, call)
    if (destination.isErr()) return err(destination.error)
    refunds.push({
      ...untold(refund),
      source_order_id: textIn(payment, '/order_id'),
      ...(destination.value !== undefined && { destination: destination.value }),
    })
  }
  return ok(refunds)
}
