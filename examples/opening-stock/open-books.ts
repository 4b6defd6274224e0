/** Opens the books of stock of a retailer that is selling, and goes on for half an hour. */
import type { BootstrapPlan, Sync } from '@canonry/sync'
import { type Look, lookAt } from './look.js'
import { openRetailer, type Retailer } from './retailer.js'
import { openSync } from './stock.js'

const [CUP, LAMP] = ['CAN-007-M', 'CAN-009-M']

/** What came of it: the looks in their order, and how the approvals were answered. */
export interface OpenedBooks {
  readonly looks: readonly Look[]
  /** How an approval of exactly the numbers was answered, after another piece was sold. */
  readonly byHash: string
  /** How an approval of the positions was answered. */
  readonly byScope: string
  /** Disagreements that are left, and things that a person must do. */
  readonly problems: number
}

/** The whole way: a plan, a look at it, approval, and what happens afterwards. */
export async function openBooks(): Promise<OpenedBooks> {
  const retailer = openRetailer()
  const { env, tills, erp, pass } = retailer
  const sync = openSync(env)
  const look = (what: string) => lookAt({ sync, retailer }, what)
  await sellBefore(retailer)

  retailer.tell(sync)
  await using _ = await sync.start()
  await env.until(async () => (await sync.bootstrap('stock')).stage === 'plan')
  const planned = await look('The first numbers of all owners are in; nothing is written.')
  const { hash, scope } = await planOf(sync, 'stock')

  tills.ring({ location: 'L1', lines: [{ sku: CUP, quantity: '1' }] })
  await pass(5)
  const read = await look('The store has sold a cup while somebody read the plan.')
  const [byHash, byScope] = await approve(sync, { hash, scope })
  await pass(1)
  const approved = await look('Approved: the shop has been told what is free.')

  tills.ring({ location: 'L1', lines: [{ sku: CUP, quantity: '2' }] })
  await pass(1)
  const sold = await look('The store has sold two cups.')
  tills.count({ location: 'L1', goods: { sku: LAMP, quantity: '10' } })
  erp.receive({ item: LAMP, location: '7', quantity: '20' })
  await pass(20)
  const counted = await look(
    'The store has counted its lamps, and the warehouse has received twenty.',
  )
  const problems = [...(await sync.findings()), ...(await sync.exceptions({ state: 'open' }))]
  return {
    looks: [planned, read, approved, sold, counted],
    byHash,
    byScope,
    problems: problems.length,
  }
}

// what the numbers of the owners contain already must move nothing any more
async function sellBefore({ tills, erp, pass }: Retailer): Promise<void> {
  await pass(5)
  tills.ring({ location: 'L1', lines: [{ sku: CUP, quantity: '3' }] })
  erp.receive({ item: LAMP, location: '7', quantity: '4' })
  await pass(5)
}

async function approve(
  sync: Sync,
  { hash, scope }: Pick<BootstrapPlan, 'hash' | 'scope'>,
): Promise<readonly [string, string]> {
  // #region approve
  const by = { actor: 'anna', why: 'compared with the stock-take' }
  // what these tell leads to writes of the ledger alone: their own plans are empty
  for (const id of ['erp', 'tills', 'shop']) {
    await sync.approve(id, (await planOf(sync, id)).hash, by)
  }
  const exactly = await sync.approve('stock', hash, by) // 'outdated': a cup was sold meanwhile
  const asOfNow = await sync.approve('stock', scope, by) // 'approved': these positions, as they are now
  // #endregion approve
  return [exactly.kind, asOfNow.kind]
}

async function planOf(sync: Sync, connection: string): Promise<BootstrapPlan> {
  const bootstrap = await sync.bootstrap(connection)
  if (bootstrap.stage !== 'plan') throw new Error(`${connection} has no plan: ${bootstrap.stage}`)
  return bootstrap.plan
}
