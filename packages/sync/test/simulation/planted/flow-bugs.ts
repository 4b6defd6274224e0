import { type EffectPlan, type Flow, upsert } from '@canonry/sync'
import { type RetailConnections, type RetailOptions, retailFlows } from '../retail-world.js'
import type { PlantedBugs } from './planted-bug.js'
import { every } from './tampered-store.js'

type Decide = (change: Parameters<Flow['decide']>[0]) => readonly EffectPlan[]

/** A retail world in which one flow decides in another way. */
function decides(
  name: string,
  other: (decide: Decide, connections: RetailConnections) => Decide,
): RetailOptions {
  return {
    flows: (connections) =>
      retailFlows(connections).map((flow) =>
        // flows of the retail world record nothing
        flow.name === name ? { ...flow, decide: other(flow.decide as Decide, connections) } : flow,
      ),
  }
}

/** A retail world in which one flow is declared in another way. */
function declares(name: string, change: (flow: Flow) => Flow): RetailOptions {
  return {
    flows: (connections) =>
      retailFlows(connections).map((flow) => (flow.name === name ? change(flow) : flow)),
  }
}

function withoutAfter(plans: readonly EffectPlan[]): readonly EffectPlan[] {
  return plans.map((plan) => ({ ...plan, after: [] }))
}

const orderBugs: PlantedBugs['bugs'] = [
  {
    name: 'does not know that orders are cancelled',
    world: decides('orders', (_, { erp }) => ({ after }) => [upsert(erp, after as never)]),
  },
  {
    name: 'forgets that a customer goes before an order',
    world: decides('orders', (decide) => (change) => withoutAfter(decide(change))),
  },
  {
    name: 'waits for a customer that nobody will ever book',
    world: decides(
      'orders',
      (decide) => (change) =>
        decide(change).map((plan) => ({
          ...plan,
          after: plan.after.map((ref) => ({ ...ref, id: `${ref.id}?` })),
        })),
    ),
  },
  {
    name: 'sends the state before the change',
    world: decides(
      'orders',
      (decide) => (change) =>
        decide(change).map((plan) => ({ ...plan, body: change.before ?? plan.body })),
    ),
  },
  {
    name: 'looks at new orders only',
    world: decides('orders', (decide) => (change) => (change.before ? [] : decide(change))),
  },
  {
    name: 'throws at the second change of an order',
    world: decides('orders', (decide) => (change) => {
      if (change.before) throw new Error('no such field')
      return decide(change)
    }),
  },
  {
    name: 'decides by how often it was asked',
    world: decides('orders', (decide) => {
      const isTime = every(4)
      return (change) => (isTime() ? [] : decide(change))
    }),
  },
  {
    name: 'sends orders back to where they came from',
    world: decides('orders', (_, { shop }) => ({ after }) => [upsert(shop, after as never)]),
  },
  {
    name: 'remembers the first order that it saw',
    world: decides('orders', (decide) => {
      const first = new Map<string, unknown>()
      return (change) => {
        if (!first.has(change.id)) first.set(change.id, change.after)
        return decide(change).map((plan) => ({ ...plan, body: first.get(change.id) }))
      }
    }),
  },
  {
    name: 'listens to the wrong connection',
    world: declares('orders', (flow) => ({ ...flow, from: ['erp'] })),
  },
]

const otherBugs: PlantedBugs['bugs'] = [
  {
    name: 'books a refund before its order',
    world: decides('refunds', (decide) => (change) => withoutAfter(decide(change))),
  },
  {
    name: 'takes two refunds of one order for one',
    world: decides('refunds', (decide) => {
      const seen = new Map<string, string>()
      return (change) => {
        const { order } = change.after as unknown as { readonly order: { readonly id: string } }
        const first = seen.get(order.id) ?? change.id
        seen.set(order.id, first)
        return first === change.id ? decide(change) : []
      }
    }),
  },
  {
    name: 'takes sales of one piece for noise',
    world: decides('sales', (decide) => (change) => {
      const { quantity } = change.after as unknown as { readonly quantity: { value: string } }
      return quantity.value === '1' ? [] : decide(change)
    }),
  },
  {
    name: 'sends stock on to the system that counted it, too',
    world: decides('stock', (decide, { erp }) => (change) => [
      ...decide(change),
      upsert(erp, change.after as never),
    ]),
  },
  {
    name: 'sends only stock that became less',
    world: decides('stock', (decide) => (change) => {
      const before = Number((change.before as unknown as { onHand: string } | undefined)?.onHand)
      const after = Number((change.after as unknown as { onHand: string }).onHand)
      return after > before ? [] : decide(change)
    }),
  },
  {
    name: 'was left out of the service',
    world: { flows: (connections) => retailFlows(connections).slice(0, -1) },
  },
]

/** Mistakes of flows. */
export const flowBugs: PlantedBugs = { of: 'flows', bugs: [...orderBugs, ...otherBugs] }
