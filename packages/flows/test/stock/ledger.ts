import type { Entities, EntityName, Order, OrderLine, Ref, StockPosition } from '@canonry/model'
import { arbitraryOrder } from '@canonry/model/testing'
import { type Connection, readDocument } from '@canonry/pack'
import { POSTING, type PositionName, positionId, stockLedger } from '@canonry/stock-ledger'
import type { Change, Flow } from '@canonry/sync'
import fc from 'fast-check'
import type { StockMap } from '../../src/index.js'

/** The retailer's ledger. */
export const ledger = stockLedger.connect({ id: 'stock' })

/** A system that flows are told of by name only. */
export function connection(id: string, system: string): Connection {
  return {
    id,
    system,
    account: 'acme',
    apiVersion: '1',
    resources: {},
    open: () => {
      throw new Error('a flow opens nothing')
    },
  }
}

export const shop = connection('shop', 'shopify')
export const tills = connection('tills', 'square')
export const erp = connection('erp', 'netsuite')

export function refIn({ system, account }: Connection, kind: string, id: string): Ref {
  return { system, account, kind, id }
}

/** A shop that sells from a warehouse and two stores, which have tills. */
export const stock: StockMap = {
  ledger,
  places: [
    { id: 'web', refs: [refIn(shop, 'Location', '1'), refIn(erp, 'location', '7')] },
    { id: 'store-1', refs: [refIn(tills, 'Location', 'L1'), refIn(shop, 'Location', '2')] },
    { id: 'store-2', refs: [refIn(tills, 'Location', 'L2')] },
  ],
}

/** A change of an entity, as a flow is told of it. */
export function changeOf<N extends EntityName>(
  entity: N,
  { before, after, ...more }: Pick<Change<N>, 'after'> & Partial<Change<N>>,
): Change {
  const refs = after.refs as readonly Ref[]
  const known = before === undefined ? {} : { before }
  const paths = ['/some']
  const about = { entity, id: '1', connection: 'shop', source: refs[0], paths, ...more }
  return { ...about, ...known, after } as unknown as Change
}

/** What flows recorded, as documents by position. */
export type Recorded = readonly { readonly key: string; readonly document: unknown }[]

/** What flows record when an entity goes through states, each after the other. */
export function recordedBy<N extends EntityName>(
  flows: readonly Flow[],
  { entity, states }: { readonly entity: N; readonly states: readonly Entities[N][] },
): Recorded {
  const interested = flows.filter(({ on }) => on === entity)
  return states.flatMap((after, index) => {
    const before = states[index - 1]
    const change = changeOf(entity, before === undefined ? { after } : { before, after })
    return interested.flatMap((flow) => flow.decide(change).flatMap(documentsIn))
  })
}

/** What a plan records, with the position that it is of. */
export function documentsIn(plan: ReturnType<Flow['decide']>[number]): Recorded {
  if (plan.kind !== 'record') throw new Error('only the ledger is told')
  return [{ key: plan.key, document: JSON.parse(plan.text) as unknown }]
}

/** The position that was posted; `undefined` where nothing was. */
export function positionIn(recorded: Recorded, name: PositionName): StockPosition | undefined {
  const resource = ledger.resources[POSTING]
  const own = recorded.filter(({ key }) => key === positionId(name))
  const account = own.reduce<unknown>(
    (sum, { document }) => resource?.adds?.(sum, document),
    undefined,
  )
  if (!resource || account === undefined) return undefined
  const read = readDocument(resource, JSON.stringify(account), { account: 'main' })
  return read._unsafeUnwrap().parts[0]?.body as StockPosition
}

/** Every position that was posted to, by its name in the ledger. */
export function positionsIn(recorded: Recorded): string[] {
  return [...new Set(recorded.map(({ key }) => key))].sort()
}

/** An order that is placed and nothing else, and a line of it in pieces. */
export function anOrder(): [Order, OrderLine] {
  const some = arbitraryOrder.filter(({ lines }) => lines.length > 0)
  const [order] = fc.sample(some, { numRuns: 1, seed: 7 }) as [Order]
  const { cancelledAt: _, closedAt: __, draft: ___, test: ____, ...placed } = order
  const { unit: _____, ...line } = order.lines[0] as OrderLine
  return [placed, line]
}
