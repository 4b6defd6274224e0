import { assertedTotal, Money, Order, orderTotals } from '@canonry/model'
import type { Effect } from './effect.js'

/**
 * The money that waits with an effect, where its entity has an amount.
 *
 * An order's total; of a refund, a payment, a payout and the like, their `amount`. The shop's side
 * counts where there are two.
 */
export function valueAtStake({ entity, body }: Pick<Effect, 'entity' | 'body'>): Money | undefined {
  if (entity !== 'order') return amountOf(body)
  const order = Order.safeParse(body).data
  return order && (assertedTotal(order)?.shop ?? orderTotals(order, 'shop')?.total)
}

function amountOf(body: unknown): Money | undefined {
  const { amount } = (body ?? {}) as { amount?: { shop?: unknown } }
  return Money.safeParse(amount?.shop ?? amount).data
}
