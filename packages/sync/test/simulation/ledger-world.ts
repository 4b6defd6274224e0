import { type Order, type Refund, StockPosition, subtractDecimals } from '@canonry/model'
import { type Credentials, secret, staticCredentials } from '@canonry/pack'
import { defineFlow, type Flow, record, upsert } from '@canonry/sync'
import type { Expectation, Invariant, World } from '@canonry/sync/testing'
import { ledger, positionRef } from '../world/ledger.js'
import { withTakers } from './ledger-takers.js'
import {
  type RetailConnections,
  type RetailOptions,
  type RetailWorld,
  retailFlows,
  retailInvariants,
  retailWorld,
} from './retail-world.js'
import { SECRET } from './spoken-system.js'

const EARNED = positionRef('earned')

/**
 * A retail world whose money is added up in a ledger of ours, which the ERP is told of, and where
 * people take goods off shelves while they wait.
 */
export function ledgerWorld(options: RetailOptions = {}): World<RetailWorld> {
  const { name = 'ledger' } = options
  const world = retailWorld({ ...options, name, flows: withLedger })
  return {
    name,
    build: (ports) => {
      const built = world.build(ports)
      const takers = withTakers(built.steps, ports)
      const connections = [...built.connections, ledger]
      return {
        ...built,
        connections,
        credentials,
        steps: takers.steps,
        expected: () => [
          ...(built.expected?.() ?? []),
          ...inTheEnd(built),
          ...takers.expected(built.erp),
        ],
        ...(built.next && {
          next: { ...built.next, connections: [...built.next.connections, ledger] },
        }),
      }
    },
  }
}

const secrets = { webhookSecrets: [secret(SECRET)] }
const credentials: Credentials = staticCredentials({ shop: secrets, erp: secrets, ledger: {} })

function withLedger(connections: RetailConnections): readonly Flow[] {
  const { shop, erp } = connections
  const from = [shop]
  const earned =
    <Entity>(amountOf: (entity: Entity) => string) =>
    ({ before }: { readonly before?: Entity }, after: Entity) => {
      const by = subtractDecimals(amountOf(after), before === undefined ? '0' : amountOf(before))
      const document = { id: EARNED.id, by }
      return by === '0'
        ? []
        : [record(ledger, { resource: 'posting@ledger', key: EARNED.id, document })]
    }
  return [
    ...retailFlows(connections),
    defineFlow({ name: 'earned', on: 'order', class: 'normal', from, decide: earned(paidFor) }),
    defineFlow({
      name: 'given back',
      on: 'refund',
      class: 'normal',
      from,
      decide: earned(givenBack),
    }),
    defineFlow({
      name: 'told',
      on: StockPosition,
      class: 'high',
      from: [ledger],
      decide: (_, position) => [upsert(erp, position)],
    }),
  ]
}

function paidFor({ cancelledAt, asserted }: Order): string {
  return cancelledAt ? '0' : (asserted.outstanding?.amount ?? '0')
}

function givenBack({ amount }: Refund): string {
  return subtractDecimals('0', amount.shop.amount)
}

function inTheEnd({ erp, history }: RetailWorld): readonly Expectation[] {
  const sum = history.money(() => false)
  // nothing may have been earned at all, or given back again
  if (sum === '0') return []
  return [
    {
      system: erp,
      source: EARNED,
      state: 'present',
      differs: (body) => {
        const { sellable } = body as StockPosition
        return sellable === sum ? undefined : `it says ${sellable}, and ${sum} was earned`
      },
    },
  ]
}

/** What must hold in a retail world, but for what the ledger alone says. */
export const ledgerInvariants: readonly Invariant<RetailWorld>[] = retailInvariants.filter(
  ({ name }) => name !== 'nothing is booked that nobody said',
)
