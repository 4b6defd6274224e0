import type { Connector, ConnectorPorts, Failure } from '@canonry/pack'
import { type AdminProblem, callAdmin } from './admin-client.js'
import { callsLeft } from './call-limit.js'
import { classifyAdmin } from './classify.js'
import type { ShopifyOptions } from './options.js'
import { type OrderSource, pullOrders, readOrders } from './orders.js'
import { subscribeTo } from './subscriptions.js'

const READ_ONLY: Failure = {
  kind: 'contract.invalid',
  message: 'this pack reads orders from Shopify and writes none: send the flow to another system',
}

// the smallest of the buckets that plans have: https://shopify.dev/docs/api/usage/limits
const CALLS_AT_ONCE = 40

/** Reads a shop's orders over the Admin REST API, and looks after its webhooks. */
export function shopifyConnector(
  options: ShopifyOptions & { readonly apiVersion: string },
  { env, credentials }: ConnectorPorts,
): Connector {
  const classify = (problem: unknown): Failure =>
    isProblem(problem)
      ? classifyAdmin(problem, env.now())
      : {
          kind: 'handler.bug',
          message: `the connector threw ${(problem as Error)?.name ?? 'something'}`,
        }
  let tokensLeft: number | undefined
  const source: OrderSource = {
    apiVersion: options.apiVersion,
    call: async (request) => {
      const call = { options, apiVersion: options.apiVersion, env }
      const answer = await callAdmin(request, {
        ...call,
        credentials: await credentials.get(options.id),
      })
      tokensLeft =
        answer.map((found) => callsLeft(found?.headers)).unwrapOr(undefined) ?? tokensLeft
      return answer.mapErr(classify)
    },
  }
  return {
    capabilities: {
      idempotencyKeys: false,
      compareAndSet: false,
      bulk: 1,
      readAfterWriteMs: 0,
      pullsSince: true,
    },
    limits: { concurrency: 4, perSecond: options.callsPerSecond ?? 2, burst: CALLS_AT_ONCE },
    tokensLeft: () => tokensLeft,
    classify,
    subscribe: (address) => subscribeTo(address, source.call),
    read: (refs) => readOrders(refs, source),
    pull: (cursor, since) => pullOrders({ cursor, ...(since !== undefined && { since }) }, source),
    push: async (intents) => intents.map(() => ({ kind: 'failed', failure: READ_ONLY })),
    verify: async (intents) => intents.map(() => ({ kind: 'failed', failure: READ_ONLY })),
  }
}

function isProblem(problem: unknown): problem is AdminProblem {
  const kind = (problem as { kind?: unknown } | null)?.kind
  return kind === 'not-reached' || kind === 'no-answer' || kind === 'refused'
}
