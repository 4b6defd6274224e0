export { type OrderToErp, orderToErp } from './order-to-erp.js'
