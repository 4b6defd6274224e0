import { isJsonObject } from '@canonry/mapping'
import type { Amount, Refund } from '@canonry/model'
import { valueAt } from '@canonry/pack'
import { moneyOf } from './money.js'
import type { ReturnContext } from './return-context.js'

/** What the connector says of a refund of a payment, beside the order that takes the goods back. */
export interface PaymentRefund {
  readonly id: string
  readonly status?: unknown
  readonly amount_money?: unknown
  /** The sale whose return it is the money of, `''` of a return of none; absent where nobody says. */
  readonly source_order_id?: unknown
  /** Where the money went: {@link GIFT_CARD} or a `destination_type` of Square; absent where nobody says. */
  readonly destination?: unknown
}

/** The destination of money that went onto a gift card of the merchant, which Square calls a card. */
export const GIFT_CARD = 'SQUARE_GIFT_CARD'

/** What a return is told of the refunds of its order. */
type Returning = Pick<ReturnContext, 'refunds' | 'net'> & {
  readonly source: string | null | undefined
}

type State = Pick<ReturnContext, 'state'>

const METHODS: Readonly<Record<string, Refund['method']>> = {
  [GIFT_CARD]: 'store-credit',
  CASH: 'cash',
  CARD: 'original',
  WALLET: 'original',
  BUY_NOW_PAY_LATER: 'original',
  BANK_ACCOUNT: 'bank-transfer',
}

/**
 * Whether the money of a return went back; nothing went where the ticket was cancelled, or where every
 * refund of its payments was rejected or failed. One that is pending counts as gone.
 */
export function moneyState({ state, ...returning }: Returning & State): Refund['state'] {
  if (state === 'CANCELED') return 'failed'
  if (state !== 'COMPLETED') return 'pending'
  const made = refundsOf(returning)
  return made.length > 0 && made.every(isUndone) ? 'failed' : 'succeeded'
}

/** How the money of a return went back: `other` in several ways, `unknown` where nobody says it of all of it. */
export function methodOf(returning: Returning): Refund['method'] {
  const found = goneBack(returning)
  if (!isKnown(found)) return 'unknown'
  const ways = new Set(found.map(({ destination }) => METHODS[String(destination)] ?? 'other'))
  const [way = 'unknown'] = ways
  return ways.size > 1 ? 'other' : way
}

/** What of the money of a return went onto gift cards; absent where nobody says it of all of it. */
export function toGiftCard(returning: Returning): Amount | undefined {
  const found = goneBack(returning)
  if (found.length === 0) return nothingWent(returning)
  const loaded = found.filter(({ destination }) => destination === GIFT_CARD).map(centsOf)
  const cents = loaded.reduce((sum, each) => sum + each, 0)
  return isKnown(found) ? amountOf(cents, valueAt(found[0], CURRENCY)) : undefined
}

// an exchange that costs no less than what it takes back gives no money out
function nothingWent({ net }: Returning): Amount | undefined {
  const brought = valueAt(net, '/amount')
  const isNothing = typeof brought === 'number' && brought >= 0
  return isNothing ? amountOf(0, valueAt(net, '/currency')) : undefined
}

const CURRENCY = '/amount_money/currency'

function centsOf(refund: PaymentRefund): number {
  return Number(valueAt(refund, '/amount_money/amount'))
}

function amountOf(amount: number, currency: unknown): Amount | undefined {
  if (!(Number.isSafeInteger(amount) && isText(currency))) return undefined
  const shop = moneyOf({ amount, currency })
  return shop && { shop }
}

function isKnown(found: readonly PaymentRefund[]): boolean {
  return found.length > 0 && found.every(({ destination }) => isText(destination))
}

/** How a refund says that no money went back. */
const UNDONE: ReadonlySet<unknown> = new Set(['REJECTED', 'FAILED'])

function isUndone({ status }: PaymentRefund): boolean {
  return UNDONE.has(status)
}

function goneBack(returning: Returning): readonly PaymentRefund[] {
  return refundsOf(returning).filter((refund) => !isUndone(refund))
}

function refundsOf({ refunds, source }: Returning): readonly PaymentRefund[] {
  return (Array.isArray(refunds) ? refunds : [])
    .filter(isRefund)
    .filter(({ source_order_id: of }) => of === (source ?? ''))
}

function isRefund(value: unknown): value is PaymentRefund {
  return isJsonObject(value) && isText(value['id'])
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}
