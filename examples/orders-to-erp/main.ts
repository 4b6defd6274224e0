/** Orders of Shopify shops become sales orders in NetSuite: the whole way, on loopback ports. */
import { type RunArguments, readArguments, USAGE } from './arguments.js'
import { runOrdersToErp } from './run-orders-to-erp.js'

process.exitCode = await main()

async function main(): Promise<number> {
  let run: RunArguments
  try {
    run = readArguments(process.argv.slice(2))
  } catch (error) {
    console.error(`${(error as Error).message}\n${USAGE}`)
    return 2
  }
  const { agree, summary } = await runOrdersToErp(run)
  console.log(summary)
  return agree ? 0 : 1
}
