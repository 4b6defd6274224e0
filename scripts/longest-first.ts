/**
 * The order in which files of tests begin: first those that take a minute or more, so that at the end no core
 * idles while another one is at work on them. What waits for servers and leases comes in turn with what computes.
 */
import { BaseSequencer, type TestSpecification } from 'vitest/node'

const FIRST = [
  'bench/test/peers-faults.test.ts',
  'simulation/seeds-1.test.ts',
  'simulation/seeds-2.test.ts',
  'store-postgres/test/outages.test.ts',
  'simulation/seeds-3.test.ts',
  'store-postgres/test/crash-run.test.ts',
  'simulation/seeds-4.test.ts',
  'bench/test/peers.test.ts',
  'orders-to-erp/main.test.ts',
  'store-postgres/test/model.test.ts',
  'store-sqlite/test/crash.test.ts',
  'flows/test/stock/shops-and-tills.test.ts',
  'store-sqlite/test/model.test.ts',
  'flows/test/stock/reconciliation.test.ts',
  // a few lines that run a hundred cases: all others are as long as their text
  '.contract.test.ts',
]

export default class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    return sorted.toSorted((one, other) => placeOf(one) - placeOf(other))
  }
}

function placeOf({ moduleId }: TestSpecification): number {
  const place = FIRST.findIndex((end) => moduleId.endsWith(end))
  return place < 0 ? FIRST.length : place
}
