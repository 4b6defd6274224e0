import { type Failure, valueAt } from '@canonry/pack'
import { err, ok, type Result } from 'neverthrow'
import { GIFT_CARD } from '../map/refunded-to.js'
import { type Call, cursorIn, following, listAt, textIn } from './source.js'
import { momentOf } from './stage.js'

/** A refund, and the payment that it gives back. */
export interface RefundOfPayment {
  readonly refund: unknown
  readonly payment: unknown
}

/**
 * Where the money of a refund went: a `destination_type` of Square, or a gift card of the merchant, which
 * is a card to Square; `undefined` where nobody says it.
 *
 * Which card it was, a refund says only where it was asked to go to another one than was paid with; else
 * it goes back to that (the specification, RefundPayment). A till may give what was paid in another way
 * back onto a gift card and not say so there, but then the card has an activity of it (the
 * specification, GiftCardActivityRefund). A token without `GIFTCARDS_READ` does not get to know that.
 */
export async function destinationOf(
  { refund, payment }: RefundOfPayment,
  call: Call,
): Promise<Result<string | undefined, Failure>> {
  const type = textIn(refund, '/destination_type') || textIn(payment, '/source_type')
  if (type !== 'CARD') return ok(type || undefined)
  const brand = textIn(refund, '/destination_details/card_details/card/card_brand')
  if (brand !== '') return ok(brand === GIFT_CARD ? GIFT_CARD : type)
  if (textIn(payment, '/card_details/card/card_brand') === GIFT_CARD) return ok(GIFT_CARD)
  const activities = await activitiesOf(refund, call)
  if (activities.isErr()) {
    return activities.error.kind === 'auth.revoked' ? ok(undefined) : err(activities.error)
  }
  if (activities.value.some((activity) => isOf(activity, refund))) return ok(GIFT_CARD)
  // a card is loaded when the refund is completed
  return ok(textIn(refund, '/status') === 'COMPLETED' ? type : undefined)
}

const BEFORE_MS = 60_000
const AFTER_MS = 600_000

/** What was given back onto gift cards while the refund was made. */
async function activitiesOf(
  refund: unknown,
  call: Call,
): Promise<Result<readonly unknown[], Failure>> {
  const madeAt = Date.parse(textIn(refund, '/created_at'))
  const changedAt = Date.parse(textIn(refund, '/updated_at') || textIn(refund, '/created_at'))
  if (Number.isNaN(madeAt) || Number.isNaN(changedAt)) return ok([])
  const question = {
    type: 'REFUND',
    begin_time: momentOf(madeAt - BEFORE_MS),
    end_time: momentOf(changedAt + AFTER_MS),
    limit: '100',
  }
  const found: unknown[] = []
  const follow = following()
  let cursor: string | undefined
  do {
    const query = new URLSearchParams({ ...question, ...(cursor !== undefined && { cursor }) })
    const answer = await call({ path: `gift-cards/activities?${query}` })
    if (answer.isErr()) return err(answer.error)
    found.push(...listAt(answer.value, '/gift_card_activities'))
    const next = follow(cursorIn(answer.value))
    if (next.isErr()) return err(next.error)
    cursor = next.value
  } while (cursor !== undefined)
  return ok(found)
}

function isOf(activity: unknown, refund: unknown): boolean {
  const details = valueAt(activity, '/refund_activity_details')
  const payment = textIn(details, '/payment_id')
  const isSame = (place: string) => valueAt(details, place) === valueAt(refund, place)
  return (
    payment !== '' &&
    payment === textIn(refund, '/payment_id') &&
    isSame('/amount_money/amount') &&
    isSame('/amount_money/currency')
  )
}
