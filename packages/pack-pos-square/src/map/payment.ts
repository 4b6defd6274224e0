import {
  absent,
  from,
  group,
  type Handle,
  instant,
  joint,
  mapping,
  maybe,
  needs,
  type Rule,
  refuse,
  single,
  text,
  textRef,
} from '@canonry/mapping'
import { type Instant, type PaymentMethod, PaymentTransaction } from '@canonry/model'
import { carriedIn } from '../wire/carried.js'
import { UNREAD_CARD, UNREAD_CARD_DETAILS, UNREAD_PAYMENT, WirePayment } from '../wire/payment.js'
import { amount } from './money.js'
import { isOwn } from './refs.js'

/** A payment of a ticket, tip included. */
export const paymentMapping = mapping({
  system: 'square',
  entity: 'PaymentTransaction',
  wire: WirePayment,
  canonical: PaymentTransaction,
  needs: needs<{ readonly account: string }>(),
  map: ($) => ({
    refs: single(from($.id, textRef('Payment')), { owns: isOwn('Payment') }),
    order: from($.order_id, textRef('Order')),
    ...status($.status),
    stateLabel: absent('kind and state say all that the status says'),
    parent: absent('a payment that is completed stays the same payment'),
    amount: amount($.total_money),
    at: paidAt($),
    gateway: absent('Square takes the money itself'),
    method: method($),
    authorization: maybe($.card_details.auth_result_code, text),
    failure: absent('the errors of a card are carried'),
    test: absent('a test belongs into a sandbox account'),
    attributes: absent('Square keeps no metadata on payments'),
  }),
  preserve: ($) => [
    $.wallet_details.status,
    $.wallet_details.cash_app_details,
    $.wallet_details.lightning_details,
    ...carriedIn($.card_details, UNREAD_CARD_DETAILS),
    ...carriedIn($.card_details.card, UNREAD_CARD),
    ...carriedIn($, UNREAD_PAYMENT),
  ],
})

type Transaction = Pick<PaymentTransaction, 'kind' | 'state'>

const STATES = {
  APPROVED: { kind: 'authorization', state: 'succeeded' },
  PENDING: { kind: 'sale', state: 'pending' },
  COMPLETED: { kind: 'sale', state: 'succeeded' },
  CANCELED: { kind: 'authorization', state: 'failed' },
  FAILED: { kind: 'sale', state: 'failed' },
} as const

/** One payment is first an authorization and, once completed, a sale: its status says which. */
function status(place: Handle<keyof typeof STATES>) {
  return joint(
    { status: place },
    {
      fields: ['kind', 'state'],
      doc: 'APPROVED → authorization, COMPLETED → sale, PENDING → pending sale, FAILED → failed sale, CANCELED → failed authorization',
      get: ({ status }): Transaction => STATES[status],
      put: ({ kind, state }: Transaction) => {
        const words = Object.keys(STATES) as (keyof typeof STATES)[]
        const word = words.find(
          (each) => STATES[each].kind === kind && STATES[each].state === state,
        )
        return word === undefined ? NO_STATUS : { status: word }
      },
    },
  )
}

const NO_STATUS = refuse('no-word', 'an authorization or a sale of a till')

/** When the buyer paid: of a payment that a till took offline, its own clock says it. */
function paidAt($: Handle<WirePayment>): Rule<Instant> {
  return group(
    {
      created: [$.created_at, instant],
      offline: [$.offline_payment_details.client_created_at, instant],
    },
    {
      doc: 'client_created_at of an offline payment, else created_at',
      loss: 'when an offline payment was sent on',
      get: ({ created, offline }) => offline ?? created,
      put: (at) => ({ created: at, offline: undefined }),
    },
  )
}

const METHODS: Readonly<Record<string, PaymentMethod['kind']>> = {
  CARD: 'card',
  CASH: 'cash',
  WALLET: 'wallet',
  BANK_ACCOUNT: 'bank-transfer',
  BUY_NOW_PAY_LATER: 'instalments',
  SQUARE_ACCOUNT: 'store-credit',
  EXTERNAL: 'manual',
}

function method($: Handle<WirePayment>): Rule<PaymentMethod | undefined> {
  return group(
    {
      type: $.source_type,
      cardBrand: [$.card_details.card.card_brand, text],
      last4: [$.card_details.card.last_4, text],
      walletBrand: [$.wallet_details.brand, text],
    },
    {
      doc: 'source_type, with brand and last digits of the card; a card of the brand SQUARE_GIFT_CARD is a gift card',
      loss: 'a source type that the model has no word for',
      get: methodOf,
      put: (said) => (said === undefined ? NO_METHOD : methodPlaces(said)),
    },
  )
}

interface MethodPlaces {
  readonly type: string | null | undefined
  readonly cardBrand: string | undefined
  readonly walletBrand: string | undefined
  readonly last4: string | undefined
}

function methodOf({ type, ...said }: MethodPlaces): PaymentMethod | undefined {
  if (type === undefined || type === null) return undefined
  const kind = Object.hasOwn(METHODS, type) ? (METHODS[type] ?? 'unknown') : 'unknown'
  const brand = kind === 'wallet' ? said.walletBrand : said.cardBrand
  const isGiftCard = kind === 'card' && brand === GIFT_CARD
  const last4 = /^\d{4}$/.test(said.last4 ?? '') ? said.last4 : undefined
  return {
    kind: isGiftCard ? 'gift-card' : kind,
    ...(brand === undefined ? {} : { brand }),
    ...(last4 === undefined ? {} : { last4 }),
  }
}

const NO_METHOD = {
  type: undefined,
  cardBrand: undefined,
  last4: undefined,
  walletBrand: undefined,
}
const OTHER = 'OTHER'

/** The brand of the merchant's own gift cards, which Square takes as cards. */
const GIFT_CARD = 'SQUARE_GIFT_CARD'

function methodPlaces({ kind: said, brand, last4 }: PaymentMethod) {
  const isGiftCard = brand === GIFT_CARD
  if (isGiftCard ? said === 'card' : said === 'gift-card') return NO_WORD
  const kind = said === 'gift-card' ? 'card' : said
  const word = Object.entries(METHODS).find(([, own]) => own === kind)?.[0]
  if (word === undefined && kind !== 'unknown') return NO_WORD
  const isWallet = kind === 'wallet'
  return {
    type: word ?? OTHER,
    cardBrand: isWallet ? undefined : brand,
    walletBrand: isWallet ? brand : undefined,
    last4,
  }
}

const NO_WORD = refuse('no-word', 'a means of payment that Square takes')
