import type { Connector, ConnectorPorts, Intent, PushOutcome } from '@canonry/pack'
import { cashRefundMapping } from '../map/cash-refund.js'
import { cashSaleMapping } from '../map/cash-sale.js'
import { salesOrderMapping } from '../map/sales-order.js'
import { NetsuiteProfile } from '../profile.js'
import { createAttempts } from './attempts.js'
import { classify } from './classify.js'
import { createItemCatalogue } from './item-catalogue.js'
import type { NetsuiteOptions } from './options.js'
import { failedOutcome } from './outcome.js'
import { pullStock } from './pull.js'
import { cancelCustomer, pushCustomer } from './push-customer.js'
import { cancelMove, pushMove } from './push-move.js'
import { cancelOrder, pushOrder } from './push-order.js'
import { cancelRefund, pushRefund } from './push-refund.js'
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
  return {
    capabilities: {
      // the idempotency header works for asynchronous requests alone; external ids do the work here
      idempotencyKeys: false,
      compareAndSet: false,
      bulk: 1,
      readAfterWriteMs: options.readAfterWriteMs ?? ONE_MINUTE,
      // quantities come whole every time; only what moved is worth asking for by itself
      pullsSince: options.stock === true && service.profile.zone !== undefined,
    },
    limits: { concurrency, perSecond },
    ...(options.stock
      ? { pull: (cursor, since) => pullStock(service, { cursor, since, from: fromOf(options) }) }
      : {}),
    read: (refs) => readRefs(service, refs),
    push: (intents) => inOrder(intents, (intent) => pushIntent(service, intent)),
    verify: (intents) =>
      inOrder(intents, async (intent) => {
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

type Write = (service: Service, intent: Intent) => Promise<PushOutcome>

const CUSTOMERS = { upsert: pushCustomer, cancel: cancelCustomer }

const WRITERS: Readonly<
  Record<string, { readonly upsert: Write; readonly cancel: Write } | undefined>
> = {
  customer: CUSTOMERS,
  order: { upsert: pushOrder, cancel: cancelOrder },
  refund: { upsert: pushRefund, cancel: cancelRefund },
  stockMove: { upsert: pushMove, cancel: cancelMove },
}

async function pushIntent(service: Service, intent: Intent): Promise<PushOutcome> {
  const { upsert, cancel } = WRITERS[intent.entity] ?? CUSTOMERS
  try {
    return await (intent.kind === 'cancel' ? cancel : upsert)(service, intent)
  } catch (problem) {
    return failedOutcome(classify(problem))
  }
}

async function inOrder<O>(
  intents: readonly Intent[],
  work: (intent: Intent) => Promise<O>,
): Promise<O[]> {
  const outcomes: O[] = []
  for (const intent of intents) outcomes.push(await work(intent))
  return outcomes
}
