import type { Connector, ConnectorPorts } from '@canonry/pack'
import { cashRefundMapping } from '../map/cash-refund.js'
import { cashSaleMapping } from '../map/cash-sale.js'
import { salesOrderMapping } from '../map/sales-order.js'
import { NetsuiteProfile } from '../profile.js'
import { createAttempts } from './attempts.js'
import { classify } from './classify.js'
import { eachOf } from './each-of.js'
import { createItemCatalogue } from './item-catalogue.js'
import type { NetsuiteOptions } from './options.js'
import { pullStock } from './pull.js'
import { pushAll, type Share } from './push-all.js'
import { readRefs } from './read.js'
import { createRestClient } from './rest-client.js'
import type { Service } from './service.js'
import { verifyIntent } from './verify.js'

const TEN_MINUTES = 600_000
const ONE_MINUTE = 60_000

/** The connector of one NetSuite account. */
export function createConnector(options: NetsuiteOptions, ports: ConnectorPorts): Connector {
  const service = openService(options, ports)
  const { concurrency = 4, perSecond = 10 } = options.limits ?? {}
  const { pushes, share } = shareOut(options.batch ?? 1, concurrency)
  return {
    capabilities: {
      // the idempotency header works for asynchronous requests alone; external ids do the work here
      idempotencyKeys: false,
      compareAndSet: false,
      bulk: share.bulk,
      readAfterWriteMs: options.readAfterWriteMs ?? ONE_MINUTE,
      // quantities come whole every time; only what moved is worth asking for by itself
      pullsSince: options.stock === true && service.profile.zone !== undefined,
    },
    limits: { ...options.limits, concurrency: pushes, perSecond },
    ...(options.stock
      ? { pull: (cursor, since) => pullStock(service, { cursor, since, from: fromOf(options) }) }
      : {}),
    read: (refs) => readRefs(service, refs),
    push: (intents) => pushAll(service, intents, share),
    verify: (intents) =>
      eachOf(intents, share.atOnce, async (intent) => {
        try {
          return await verifyIntent(service, intent)
        } catch (problem) {
          return { kind: 'failed', failure: classify(problem) }
        }
      }),
    classify,
  }
}

function openService(options: NetsuiteOptions, ports: ConnectorPorts): Service {
  const { id, account, baseUrl, itemCacheMs = TEN_MINUTES, apiVersion = '' } = options
  const client = createRestClient({
    ...ports,
    connection: id,
    account,
    ...(baseUrl === undefined ? {} : { baseUrl }),
  })
  const profile = NetsuiteProfile.parse(options.profile)
  return {
    account,
    apiVersion,
    profile,
    mappings: { salesOrder: salesOrderMapping(profile), cashSale: cashSaleMapping(profile) },
    refunds: cashRefundMapping(profile),
    client,
    items: createItemCatalogue(client, itemCacheMs),
    attempts: createAttempts(),
  }
}

/** From when on moves are pulled; days begin in UTC here, and a day more is asked for anyway. */
function fromOf({ movesFrom }: NetsuiteOptions): number | undefined {
  return movesFrom === undefined ? undefined : Date.parse(movesFrom)
}

// Oracle's limit: https://docs.oracle.com/en/cloud/saas/netsuite/ns-online-help/article_0127092747.html
const MOST_TOGETHER = 100
// so that a push of as many updates as one takes is over in good time
const AT_ONCE = 4

/** How many pushes there are at a time, and what each of them may take and do. */
function shareOut(batch: number, concurrency: number): { pushes: number; share: Share } {
  if (batch <= 1) return { pushes: concurrency, share: { bulk: 1, atOnce: 1 } }
  const share = { bulk: Math.min(batch, MOST_TOGETHER), atOnce: Math.min(AT_ONCE, concurrency) }
  return { pushes: Math.max(1, Math.floor(concurrency / share.atOnce)), share }
}
