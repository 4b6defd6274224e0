/** Orders of Shopify shops become sales orders in NetSuite: the whole way, on loopback ports. */
import { readArguments } from './arguments.js'
import { runOrdersToErp } from './run-orders-to-erp.js'

const run = readArguments(process.argv.slice(2))
const { agree, summary } = await runOrdersToErp(run)
console.log(summary)
process.exit(agree ? 0 : 1)
