import { z } from 'zod'
import { Ref } from '../entity/ref.js'
import { Charge } from '../order/charge.js'
import { DiscountAllocation, DiscountApplication } from '../order/discount.js'
import { OrderLine } from '../order/order-line.js'
import { TaxLine } from '../order/tax-line.js'
import { Address } from '../party/address.js'
import { Amount } from '../value/amount.js'
import { Currency } from '../value/currency.js'
import { Decimal } from '../value/decimal.js'
import { Instant } from '../value/instant.js'
import { LocalDate } from '../value/local-date.js'
import { Money } from '../value/money.js'
import { Quantity } from '../value/quantity.js'

const SHARED: Readonly<Record<string, z.ZodType>> = {
  Address,
  Amount,
  Charge,
  Currency,
  Decimal,
  DiscountAllocation,
  DiscountApplication,
  Instant,
  LocalDate,
  Money,
  OrderLine,
  Quantity,
  Ref,
  TaxLine,
}

/** The schemas that stand under a name in `$defs`, once per document; all others stand where they are. */
export function sharedSchemas(): z.core.$ZodRegistry<{ readonly id: string }> {
  const names = z.registry<{ readonly id: string }>()
  for (const [id, schema] of Object.entries(SHARED)) names.add(schema, { id })
  return names
}
