import type { Intent, PushOutcome } from '@canonry/pack'
import { createSale, type KeyedSale, type NewSale } from './bring-sale.js'
import { classify } from './classify.js'
import { createTogether } from './create-together.js'
import { eachOf } from './each-of.js'
import { failedOutcome } from './outcome.js'
import { cancelCustomer, pushCustomer } from './push-customer.js'
import { cancelMove, pushMove } from './push-move.js'
import { cancelOrder, pushOrder } from './push-order.js'
import { cancelRefund, pushRefund } from './push-refund.js'
import type { Service } from './service.js'

type Write = (service: Service, intent: Intent) => Promise<PushOutcome | NewSale>

const CUSTOMERS = { upsert: pushCustomer, cancel: cancelCustomer }

const WRITERS: Readonly<
  Record<string, { readonly upsert: Write; readonly cancel: Write } | undefined>
> = {
  customer: CUSTOMERS,
  order: { upsert: pushOrder, cancel: cancelOrder },
  refund: { upsert: pushRefund, cancel: cancelRefund },
  stockMove: { upsert: pushMove, cancel: cancelMove },
}

/** What a push may take and do at a time. */
export interface Share {
  /** The most records that one request carries. */
  readonly bulk: number
  /** The most calls under way. */
  readonly atOnce: number
}

/**
 * Brings intents to NetSuite.
 *
 * Sales and refunds that are new are gathered: many of one record type are written together, few by
 * themselves, because their answer is there sooner.
 */
export async function pushAll(
  service: Service,
  intents: readonly Intent[],
  share: Share,
): Promise<readonly PushOutcome[]> {
  const pushed = await eachOf(intents, share.atOnce, (intent) => pushIntent(service, intent))
  const created = await createAll(
    service,
    pushed.flatMap((push) => (push.kind === 'new' ? [push.sale] : [])),
    share,
  )
  return pushed.map((push) =>
    push.kind === 'new' ? (created.get(push.sale) as PushOutcome) : push,
  )
}

async function pushIntent(service: Service, intent: Intent): Promise<PushOutcome | NewSale> {
  const { upsert, cancel } = WRITERS[intent.entity] ?? CUSTOMERS
  try {
    return await (intent.kind === 'cancel' ? cancel : upsert)(service, intent)
  } catch (problem) {
    return failedOutcome(classify(problem))
  }
}

// fewer are as soon written by themselves
const MANY = 10

/** What became of each sale that is written. */
async function createAll(
  service: Service,
  sales: readonly KeyedSale[],
  share: Share,
): Promise<ReadonlyMap<KeyedSale, PushOutcome>> {
  const outcomes = new Map<KeyedSale, PushOutcome>()
  for (const record of new Set(sales.map((sale) => sale.record))) {
    const same = sales.filter((sale) => sale.record === record)
    const written = await createSafely(service, same, share)
    for (const [index, sale] of same.entries()) outcomes.set(sale, written[index] as PushOutcome)
  }
  return outcomes
}

async function createSafely(
  service: Service,
  sales: readonly KeyedSale[],
  { bulk, atOnce }: Share,
): Promise<readonly PushOutcome[]> {
  try {
    if (bulk > 1 && sales.length >= MANY) return await createTogether(service, sales, atOnce)
    return await eachOf(sales, atOnce, (sale) => createSale(service, sale))
  } catch (problem) {
    return sales.map(() => failedOutcome(classify(problem)))
  }
}
