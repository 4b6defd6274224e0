export { type OrderToErp, orderToErp } from './order-to-erp.js'
export { type ClosedPlace, closedPlaces } from './stock/closed-places.js'
export { type CountsToLedger, countsToLedger, isStockTake } from './stock/counts-to-ledger.js'
export {
  createReservations,
  type Held,
  type Missing,
  type NotHeld,
  type Reservations,
  type ReservationsOptions,
} from './stock/create-reservations.js'
export { type MovesToLedger, movesToLedger } from './stock/moves-to-ledger.js'
export { type OrdersToLedger, ordersToLedger } from './stock/orders-to-ledger.js'
export { type PlannedOffer, plannedOffers } from './stock/planned-offers.js'
export { type ReconcileStock, reconcileStock } from './stock/reconcile-stock.js'
export { type ShipmentsToTills, shipmentsToTills } from './stock/shipments-to-tills.js'
export type { Goods, StockMap, StockPlace } from './stock/stock-map.js'
export { type StockToShops, stockToShops } from './stock/stock-to-shops.js'
export { type Fate, type TicketsToLedger, ticketsToLedger } from './stock/tickets-to-ledger.js'
export type { Wanted } from './stock/wanted.js'
export { type TicketsToErp, ticketsToErp } from './tickets-to-erp.js'
