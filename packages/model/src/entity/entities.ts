import type { z } from 'zod'
import { checkPromotion } from '../catalogue/check-promotion.js'
import { checkVariant } from '../catalogue/check-variant.js'
import { checkPrice, Price } from '../catalogue/price.js'
import { checkProduct, Product } from '../catalogue/product.js'
import { Promotion } from '../catalogue/promotion.js'
import { Variant } from '../catalogue/variant.js'
import { checkOrder } from '../order/check-order.js'
import { Order } from '../order/order.js'
import { Customer } from '../party/customer.js'
import { checkLocation, Location } from '../place/location.js'
import { checkStockMove } from '../stock/check-stock-move.js'
import { checkReservation, Reservation } from '../stock/reservation.js'
import { StockMove } from '../stock/stock-move.js'
import { checkStockPosition, StockPosition } from '../stock/stock-position.js'
import type { Finding } from './finding.js'

/** The canonical entities by name. */
export interface Entities {
  readonly order: Order
  readonly customer: Customer
  readonly product: Product
  readonly variant: Variant
  readonly price: Price
  readonly promotion: Promotion
  readonly location: Location
  readonly stockMove: StockMove
  readonly reservation: Reservation
  readonly stockPosition: StockPosition
}

/** The name of a canonical entity. */
export type EntityName = keyof Entities

/** What is known of one kind of entity: its schema and its executable invariants. */
export interface EntityDefinition<E> {
  readonly schema: z.ZodType<E>
  readonly check: (entity: E) => Finding[]
}

/** All canonical entities: schema and invariants under their names. */
export const entities: { readonly [N in EntityName]: EntityDefinition<Entities[N]> } = {
  order: { schema: Order, check: checkOrder },
  customer: { schema: Customer, check: () => [] },
  product: { schema: Product, check: checkProduct },
  variant: { schema: Variant, check: checkVariant },
  price: { schema: Price, check: checkPrice },
  promotion: { schema: Promotion, check: checkPromotion },
  location: { schema: Location, check: checkLocation },
  stockMove: { schema: StockMove, check: checkStockMove },
  reservation: { schema: Reservation, check: checkReservation },
  stockPosition: { schema: StockPosition, check: checkStockPosition },
}
