import {
  negateDecimal,
  type Order,
  type OrderLine,
  type Return,
  type ReturnLine,
} from '@canonry/model'
import { type Connection, defineFlow, type Flow } from '@canonry/sync'
import { type Amount, recordDifference } from './amounts.js'
import { flowName } from './flow-name.js'
import { openMap, type StockMap, type StockNames } from './stock-map.js'

/** What happens to goods that come back where nobody said it. */
export type Fate = 'restock' | 'quarantine' | 'scrap'

/** Which tills' tickets move goods. */
export interface TicketsToLedger {
  readonly stock: StockMap
  readonly from: readonly Connection[]
  /** What becomes of goods that a till takes back and says nothing of; default: back on the shelf. */
  readonly returned?: Fate
}

/**
 * Tells the ledger what tills sell and take back: goods move when they are handed over, at the moment
 * of the ticket, however late it is heard of.
 */
export function ticketsToLedger({
  stock,
  from,
  returned = 'restock',
}: TicketsToLedger): readonly Flow[] {
  const names = openMap(stock)
  const { ledger } = stock
  const common = { class: 'high', from } as const
  return [
    defineFlow({
      ...common,
      name: flowName('tickets', { from, to: ledger }),
      on: 'order',
      decide: ({ before }, ticket) =>
        recordDifference(ledger, {
          before: before ? soldBy(before, names) : [],
          after: soldBy(ticket, names),
          // a till without network closes its tickets much later than it rings them up
          at: ticket.placedAt,
          was: before?.placedAt,
        }),
    }),
    defineFlow({
      ...common,
      name: flowName('returns', { from, to: ledger }),
      on: 'return',
      decide: ({ before }, goods) => {
        const at = goods.receivedAt ?? goods.requestedAt ?? goods.updatedAt
        if (at === undefined) return []
        return recordDifference(ledger, {
          before: before ? returnedBy(before, { names, returned }) : [],
          after: returnedBy(goods, { names, returned }),
          at,
          // when it was touched last is no moment at which goods came
          was: goods.receivedAt && before?.receivedAt,
        })
      },
    }),
  ]
}

function soldBy({ lines, location, test }: Order, names: StockNames): Amount[] {
  if (test || location === undefined) return []
  const place = names.placeOf(location)
  return lines.flatMap((line) => soldOn(line, { place, names }))
}

function soldOn(
  line: OrderLine,
  { place, names }: { readonly place: string; readonly names: StockNames },
): Amount[] {
  const item = line.giftCard || !line.requiresShipping ? undefined : names.itemOf(line)
  if (item === undefined) return []
  const { fulfilled } = line.quantity
  const unit = line.unit ?? 'C62'
  return [{ item, place, unit, what: 'move', name: ['sellable'], by: negateDecimal(fulfilled) }]
}

interface TakingBack {
  readonly names: StockNames
  readonly returned: Fate
}

function returnedBy({ lines, location }: Return, { names, returned }: TakingBack): Amount[] {
  if (location === undefined) return []
  const place = names.placeOf(location)
  return lines.flatMap((line): Amount[] => {
    const item = names.itemOf(line)
    const condition = CONDITIONS[fateOf(line, returned)]
    if (item === undefined || condition === undefined) return []
    const { unit = 'C62', quantity } = line
    return [{ item, place, unit, what: 'move', name: [condition], by: quantity.received }]
  })
}

function fateOf({ disposition }: ReturnLine, returned: Fate) {
  return disposition === undefined || disposition === 'unknown' ? returned : disposition
}

// what goes to the supplier, is missing or stays with the buyer never comes to the place
const CONDITIONS = {
  restock: 'sellable',
  quarantine: 'quarantine',
  scrap: 'damaged',
  vendor: undefined,
  missing: undefined,
  keep: undefined,
} as const
