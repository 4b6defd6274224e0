import type { Connection, Resource, WebhookRules } from '@canonry/pack'
import { ok } from 'neverthrow'
import type { RetailOptions } from '../retail-world.js'
import type { PlantedBugs } from './planted-bug.js'

/** A retail world in which the shop's webhook rules are not what they should be. */
function rules(change: (rules: WebhookRules) => Partial<WebhookRules>): RetailOptions {
  return {
    connection: (given) =>
      given.id === 'shop' && given.webhooks
        ? { ...given, webhooks: { ...given.webhooks, ...change(given.webhooks) } }
        : given,
  }
}

/** A retail world in which the shop's documents are read in another way. */
function resources(change: (resource: Resource) => Partial<Resource>): RetailOptions {
  return { connection: (given) => (given.id === 'shop' ? withResources(given, change) : given) }
}

function withResources(
  connection: Connection,
  change: (resource: Resource) => Partial<Resource>,
): Connection {
  const changed = Object.values(connection.resources).map((resource) => [
    resource.name,
    { ...resource, ...change(resource) },
  ])
  return { ...connection, resources: Object.fromEntries(changed) }
}

/** Documents as another mapping would read them: folded before they are read. */
function folded(change: (body: Readonly<Record<string, unknown>>) => unknown): RetailOptions {
  return resources(({ parts: [first, ...others] }) => ({
    parts: [
      { ...first, fold: (wire) => change(wire as Readonly<Record<string, unknown>>) },
      ...others,
    ],
  }))
}

/** Mistakes of packs. */
export const packBugs: PlantedBugs = {
  of: 'packs',
  bugs: [
    {
      name: 'does not subscribe to refunds',
      world: rules(({ resource }) => ({
        resource: (topic) => (topic === 'refund' ? undefined : resource(topic)),
      })),
    },
    {
      name: 'takes any signature for a good one',
      world: {
        ...rules(() => ({ begin: () => ok({ update: () => undefined, holds: () => true }) })),
        isAttacked: true,
      },
    },
    {
      name: 'counts versions backwards',
      world: resources(({ version }) => ({
        version: (wire) => {
          const moment = version(wire)
          return moment === undefined ? undefined : `${4_000_000_000_000 - Date.parse(moment)}`
        },
      })),
    },
    {
      name: 'loses that an order was cancelled',
      world: folded(({ cancelledAt: _, ...body }) => body),
    },
    {
      name: 'gives all orders one name',
      world: folded((body) => ({
        ...body,
        refs: (body['refs'] as readonly object[]).map((ref) => ({ ...ref, id: 'order' })),
      })),
    },
    {
      name: 'reads amounts as whole numbers',
      world: folded((body) => JSON.parse(JSON.stringify(body).replace(/"(\d+)\.99"/g, '"$1"'))),
    },
  ],
}
