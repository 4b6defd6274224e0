import { Currency } from '@canonry/model'
import { z } from 'zod'

const internalId = z.string().regex(/^-?\d{1,18}$/, 'an internal id is digits, as text')

/**
 * How one NetSuite account books what shops sell: internal ids, all as text.
 *
 * `discountItem` is an item of type Discount, `shipItem` a shipping item; tips, duties, fees and
 * rounding are ordinary items (Other Charge for Sale fits).
 */
export const NetsuiteProfile = z.object({
  subsidiary: internalId,
  /** The internal id of each currency that orders may come in, by ISO 4217 code. */
  currencies: z.record(Currency, internalId),
  location: internalId.optional(),
  discountItem: internalId,
  shipItem: internalId,
  tipItem: internalId,
  dutyItem: internalId,
  feeItem: internalId,
  roundingItem: internalId,
  /** What lines without a SKU are booked on; without it their orders wait for a SKU. */
  otherItem: internalId.optional(),
  /** The tax code of every tax whose title `taxCodes` does not name. */
  taxCode: internalId,
  taxCodes: z.record(z.string(), internalId).default({}),
  /** The tax type of all these codes, for accounts that want it named on every tax detail. */
  taxType: internalId.optional(),
  /** The customer that orders of guests are booked on. */
  guestCustomer: internalId,
  /** Which side of every amount is booked: the shop's currency, or the one that the buyer paid in. */
  side: z.enum(['shop', 'buyer']).default('shop'),
})
/** A profile with its defaults filled in. */
export type NetsuiteProfile = z.infer<typeof NetsuiteProfile>
/** A profile as it is written down. */
export type NetsuiteProfileInput = z.input<typeof NetsuiteProfile>
