import { Currency, LocalTime, Zone } from '@canonry/model'
import { z } from 'zod'

const DIGITS = 'an internal id is digits, as text'
const internalId = z.string(DIGITS).regex(/^-?\d{1,18}$/, DIGITS)

/** Where a store's tills sell from; a plain internal id stands for a location and nothing else. */
const Store = z.union(
  [
    internalId.transform((location): Store => ({ location })),
    z.strictObject({
      /** The location that goods leave and come back to. */
      location: internalId,
      /** The time zone in which a sale gets its date, where the till does not say the day. */
      zone: Zone.exactOptional(),
      /** The local time at which the next day begins; by default midnight. */
      cutOver: LocalTime.exactOptional(),
      /** The account that this store's money goes to, in the place of `till.account`. */
      account: internalId.exactOptional(),
    }),
  ],
  'an internal id, or { location, zone, cutOver, account }',
)

/** A location of NetSuite with what tells the days of its tills. */
export interface Store {
  readonly location: string
  readonly zone?: Zone
  readonly cutOver?: LocalTime
  readonly account?: string
}

/**
 * How one NetSuite account books what shops sell: internal ids, all as text.
 *
 * `discountItem` is an item of type Discount, `shipItem` a shipping item; tips, duties, fees and
 * rounding are ordinary items (Other Charge for Sale fits).
 */
export const NetsuiteProfile = z.strictObject({
  subsidiary: internalId,
  /** The internal id of each currency that orders may come in, by ISO 4217 code. */
  currencies: z.record(Currency, internalId),
  /**
   * The Currency Precision of the account's currencies (0 or 2) where it is not what ISO 4217 says of
   * them, as of forints without fillér. NetSuite keeps no third digit: dinars have two by default.
   */
  currencyPrecision: z
    .record(Currency, z.union([z.literal(0), z.literal(2)], '0 or 2'))
    .default({}),
  location: internalId.optional(),
  /**
   * The time zone in which SuiteQL tells moments: that of the role's user (Home > Set Preferences),
   * by default the company's. What the ERP moves is read only where it is named.
   */
  zone: Zone.optional(),
  discountItem: internalId,
  shipItem: internalId,
  tipItem: internalId,
  dutyItem: internalId,
  feeItem: internalId,
  roundingItem: internalId,
  /** What lines without a SKU are booked on; without it their orders wait for a SKU. */
  otherItem: internalId.optional(),
  /**
   * What gift cards without a SKU are booked on, of which a till sells or loads any amount: an item whose
   * income account is the liability; by default `otherItem`.
   */
  giftCardItem: internalId.optional(),
  /**
   * What is taken off a ticket for what gift cards paid of it: an ordinary item whose income account is
   * the liability. Without it a cash sale is booked as if all of it were money, and says so.
   */
  giftCardTenderItem: internalId.optional(),
  /** What refunds are booked on where no goods come back; by default `feeItem`. */
  allowanceItem: internalId.optional(),
  /** The tax code of every tax whose title `taxCodes` does not name. */
  taxCode: internalId,
  taxCodes: z.record(z.string(), internalId).default({}),
  /** The tax type of all these codes, for accounts that want it named on every tax detail. */
  taxType: internalId.optional(),
  /** The customer that orders of guests are booked on. */
  guestCustomer: internalId,
  /** How sales of tills are booked. */
  till: z
    .strictObject({
      /** The customer that sales of guests are booked on; by default `guestCustomer`. */
      customer: internalId.optional(),
      /** The account that the money goes to; without it, it stays in undeposited funds. */
      account: internalId.optional(),
      /** The payment option of every sale and refund, where the account wants one. */
      paymentOption: internalId.optional(),
    })
    .default({}),
  /** How moves of goods are booked; without it none can be. */
  adjustments: z
    .strictObject({
      /** The account that stands against the value of the goods, usually an expense account. */
      account: internalId,
    })
    .optional(),
  /** The stores of tills, by the key of their own refs: `square/MERCHANT/Location/L1`. */
  locations: z.record(z.string(), Store).default({}),
  /** Which side of every amount is booked: the shop's currency, or the one that the buyer paid in. */
  side: z.enum(['shop', 'buyer']).default('shop'),
})
/** A profile with its defaults filled in. */
export type NetsuiteProfile = z.infer<typeof NetsuiteProfile>
/** A profile as it is written down. */
export type NetsuiteProfileInput = z.input<typeof NetsuiteProfile>
