import type { EntityName } from '@canonry/model'
import { code, plain, table } from '../../packages/cli/src/docs/markdown.js'
import { type PossibleFinding, possibleFindings, summaryOf } from './finding-codes.js'

const INDEX = 'packages/model/src/index.ts'

// functions that hold an entity against others
const TOGETHER: Partial<Readonly<Record<EntityName, string>>> = {
  order: 'orderStatus',
  stockMove: 'checkStockMoves',
  shipment: 'checkShipments',
  return: 'checkReturns',
  refund: 'checkRefunds',
  paymentTransaction: 'checkPayments',
  payout: 'checkSettlement',
}

/** What is checked of an entity: alone, and together with what belongs to it. */
export function checksSection(entity: EntityName): string {
  const alone = `check${entity[0]?.toUpperCase()}${entity.slice(1)}`
  const functions = [alone, ...[TOGETHER[entity] ?? []].flat()]
  return functions.map(checkSection).join('\n\n')
}

function checkSection(name: string): string {
  return [
    `${code(name)}: ${plain(summaryOf(INDEX, name))}`,
    table(possibleFindings(INDEX, name), [
      { heading: 'finding', cell: ({ code: kind }: PossibleFinding) => code(kind) },
      { heading: 'what it says', cell: ({ message }: PossibleFinding) => plain(message) },
    ]),
  ].join('\n\n')
}
