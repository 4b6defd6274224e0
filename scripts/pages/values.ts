import * as model from '@canonry/model'
import type { z } from 'zod'

type Schema = z.core.$ZodType

/** The types that many entities share: each is explained once, on a page of their own. */
export const VALUES: Readonly<Record<string, Schema>> = {
  Ref: model.Ref,
  Money: model.Money,
  Amount: model.Amount,
  Currency: model.Currency,
  Decimal: model.Decimal,
  Quantity: model.Quantity,
  Unit: model.Unit,
  Instant: model.Instant,
  LocalDate: model.LocalDate,
  LocalTime: model.LocalTime,
  Zone: model.Zone,
  Gtin: model.Gtin,
  Gln: model.Gln,
  Sscc: model.Sscc,
  Address: model.Address,
  TaxLine: model.TaxLine,
  DiscountAllocation: model.DiscountAllocation,
  LineUnits: model.LineUnits,
  Exchange: model.Exchange,
  StockNode: model.StockNode,
  Attributes: model.Attributes,
}

/** The name of a shared type, also where the schema is a copy of it with a meaning of its own. */
export function valueName(schema: Schema): string | undefined {
  const found = Object.entries(VALUES).find(([, value]) => value === schema)
  if (found) return found[0]
  return schema._zod.parent && valueName(schema._zod.parent)
}
