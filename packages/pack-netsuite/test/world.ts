import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import type { Order, OrderLine, Ref } from '@canonry/model'
import { type Connector, type Intent, secret, staticCredentials } from '@canonry/pack'
import { type NetsuiteOptions, type NetsuiteProfileInput, netsuite } from '@canonry/pack-netsuite'
import {
  createNetsuiteSimulator,
  type Fault,
  type NetsuiteSimulator,
} from '@canonry/pack-netsuite/simulator'

export const ACCOUNT = '1234567'

export const PROFILE: NetsuiteProfileInput = {
  subsidiary: '1',
  currencies: { EUR: '1', USD: '2', JPY: '3', KWD: '4' },
  location: '7',
  discountItem: '9001',
  shipItem: '9002',
  tipItem: '9003',
  dutyItem: '9004',
  feeItem: '9005',
  roundingItem: '9006',
  taxCode: '9101',
  taxCodes: { 'VAT 7%': '9102' },
  guestCustomer: '9200',
}

// pairs cost time to make, and every world may share them
const PAIRS = {
  ec: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  rsa: generateKeyPairSync('rsa', { modulusLength: 2048 }),
}

export interface World {
  readonly simulator: NetsuiteSimulator
  readonly connector: Connector
  /** Every request that reached the account, as `PUT /record/v1/…`. */
  readonly requests: string[]
  readonly bodies: string[]
  advance(ms: number): void
  /** What goes wrong with the next requests whose line matches. */
  fault(pattern: RegExp, fault: Fault, times?: number): void
  /** A connector as a new process would open it. */
  reopen(): Connector
  /** A request by somebody else with an access token of their own. */
  write(method: string, path: string, body?: unknown): Promise<Response>
}

/** How a world differs from the usual one. */
export interface WorldChange {
  readonly keys?: 'ec' | 'rsa'
  /** Signs in the place of the key whose certificate the account knows. */
  readonly privateKey?: KeyObject
  /** How far the connector's clock is ahead of the account's. */
  readonly clockAheadMs?: number
  readonly concurrency?: number
  readonly latencyMs?: number
  readonly hidden?: readonly string[]
  readonly profile?: NetsuiteProfileInput
  readonly options?: Partial<NetsuiteOptions>
}

/** A simulated account and a connector on it, with a clock that stands still. */
export function openWorld(change: WorldChange = {}): World {
  const pair = PAIRS[change.keys ?? 'ec']
  const { profile = PROFILE, privateKey = pair.privateKey, clockAheadMs = 0 } = change
  let now = Date.parse('2026-11-24T10:00:00Z')
  const requests: string[] = []
  const bodies: string[] = []
  const faults: { pattern: RegExp; fault: Fault; left: number }[] = []
  const env = {
    now: () => now,
    elapsed: () => now,
    sleep: async (ms: number) => {
      now += ms
    },
    random: () => 0.5,
    uuid: () => '00000000-0000-4000-8000-000000000000',
  }
  const simulator = createNetsuiteSimulator({
    account: ACCOUNT,
    env,
    profile,
    ...(change.concurrency === undefined ? {} : { concurrency: change.concurrency }),
    ...(change.latencyMs === undefined ? {} : { latencyMs: change.latencyMs }),
    ...(change.hidden === undefined ? {} : { hidden: change.hidden }),
    clients: [
      {
        clientId: 'client',
        certificateId: 'certificate',
        publicKey: pair.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
      },
    ],
    faults: (request) => {
      const line = lineOf(request)
      const next = faults.find(({ pattern, left }) => left > 0 && pattern.test(line))
      if (next) next.left -= 1
      return next?.fault
    },
  })
  const values = {
    clientId: secret('client'),
    certificateId: secret('certificate'),
    privateKey: secret(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()),
  }
  const credentials = staticCredentials({ erp: { values } })
  const fetch = async (request: Request): Promise<Response> => {
    requests.push(lineOf(request))
    bodies.push(await request.clone().text())
    return simulator.fetch(request)
  }
  const reopen = () =>
    netsuite
      .connect({ id: 'erp', account: ACCOUNT, profile, ...change.options })
      .open({ env: { ...env, now: () => now + clockAheadMs, fetch }, credentials })
  return {
    simulator,
    connector: reopen(),
    requests,
    bodies,
    advance: (ms) => {
      now += ms
    },
    fault: (pattern, fault, times = 1) => faults.push({ pattern, fault, left: times }),
    reopen,
    async write(method, path, body) {
      const { values: current } = await credentials.get('erp')
      const token = current['accessToken']?.reveal()
      return simulator.fetch(
        new Request(`https://example.test/services/rest/record/v1/${path}`, {
          method,
          headers: { authorization: `Bearer ${token}` },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        }),
      )
    },
  }
}

function lineOf({ method, url }: Request): string {
  const { pathname, search } = new URL(url)
  return `${method} ${pathname.replace('/services/rest', '')}${search}`
}

export const SOURCE: Ref = { system: 'shopify', account: 'acme', kind: 'Order', id: '1001' }

export const money = (amount: string, currency = 'EUR') => ({ shop: { amount, currency } })

export function line(id: string, change: Partial<OrderLine> = {}): OrderLine {
  return {
    ref: { system: 'shopify', account: 'acme', kind: 'LineItem', id },
    sku: `SKU-${id}`,
    title: `Thing ${id}`,
    quantity: { ordered: '1', cancelled: '0', fulfilled: '0', returned: '0' },
    unitPrice: money('10'),
    discounts: [],
    taxes: [],
    giftCard: false,
    requiresShipping: true,
    ...change,
  }
}

export function order(change: Partial<Order> = {}): Order {
  return {
    refs: [SOURCE],
    number: '#1001',
    placedAt: '2026-11-24T00:30:00+09:00',
    currency: 'EUR',
    taxIncluded: false,
    lines: [line('1')],
    charges: [],
    discounts: [],
    tags: [],
    asserted: {},
    ...change,
  }
}

export function intent(change: Partial<Intent> = {}): Intent {
  return {
    key: 'erp|upsert|order|shopify/acme/Order/1001',
    kind: 'upsert',
    entity: 'order',
    source: SOURCE,
    body: order(),
    links: {},
    ...change,
  }
}

/** The crosswalk's link of the order, as it is after the first confirmed push. */
export function linked(id: string): Record<string, Ref> {
  return {
    'shopify/acme/Order/1001': { system: 'netsuite', account: ACCOUNT, kind: 'salesOrder', id },
  }
}
