import { shopRef } from './retail-bodies.js'
import type { FileDeed } from './retail-files.js'
import { personalDetails } from './retail-history.js'
import { longer, nested, POISON } from './say-something.js'
import { at, first, refuses, type Scenario } from './scenario.js'

const LI = { customer: { id: 'c', name: 'Li' } } as const
const MIB = 1_048_576
const PERSONAL = personalDetails('c', 1)
const BUYER = shopRef('customer', 'customer c')
const SALES_FILE: FileDeed = {
  name: 'a file of sales',
  root: 'sales',
  words: [1, 2, 3, 4].map((quantity) => ({ kind: 'sale', id: `sale ${quantity}`, quantity })),
}
const LARGE_FILE: FileDeed = { ...SALES_FILE, isLarge: true }
const ORDERS_FILE: FileDeed = {
  name: 'a file of orders',
  root: 'orders',
  words: [1, 2, 4].map((version) => ({
    kind: 'order',
    id: '1',
    version,
    more: personalDetails('c', version),
  })),
}

const orders: readonly Scenario[] = [
  { name: 'an order is placed', steps: (h) => [h.order('1', 1)] },
  {
    name: 'an order is edited after it was booked',
    steps: (h) => [h.order('1', 1), h.order('1', 2)],
  },
  {
    name: 'an order is edited while the ERP is down',
    steps: (h) => [h.order('1', 1), h.order('1', 2)],
    faults: first('erp.push', 'unavailable', 'unavailable'),
  },
  {
    name: 'an order is edited three times',
    steps: (h) => [1, 2, 3, 4].map((version) => h.order('1', version)),
  },
  {
    name: 'an order is cancelled after it was booked',
    steps: (h) => [h.order('1', 1), h.order('1', 2, { isCancelled: true })],
  },
  {
    name: 'an order is cancelled before it could be booked',
    steps: (h) => [h.order('1', 1), h.order('1', 2, { isCancelled: true })],
    faults: first('erp.push', 'unavailable', 'unavailable', 'unavailable'),
  },
  {
    name: 'an order is cancelled, and its answer was lost',
    steps: (h) => [h.order('1', 1), h.order('1', 2, { isCancelled: true })],
    faults: first('erp.push', 'lost-answer', 'lost-answer'),
  },
  { name: 'an order waits for its customer', steps: (h) => [h.order('1', 1, LI)] },
  {
    name: 'a customer is renamed by a later order',
    steps: (h) => [h.order('1', 1, LI), h.order('2', 2, { customer: { id: 'c', name: 'Li Wei' } })],
  },
  {
    name: 'an order waits while its customer cannot be booked',
    steps: (h) => [h.order('1', 1, LI)],
    faults: first('erp.push', 'unavailable', 'throttled', 'lost-request'),
  },
]

const deliveries: readonly Scenario[] = [
  {
    name: 'a webhook comes twice',
    steps: (h) => [h.order('1', 1)],
    faults: [at('delivery order 1 2026-11-27T09:00:01.000Z#0', 'duplicate', 0.1)],
  },
  {
    name: 'webhooks come in the wrong order',
    steps: (h) => [h.order('1', 1), h.order('1', 2)],
    faults: [at('delivery order 1 2026-11-27T09:00:01.000Z#0', 'delayed', 0.1)],
  },
  {
    name: 'a cancellation comes before the order',
    steps: (h) => [h.order('1', 1), h.order('1', 2, { isCancelled: true })],
    faults: [at('delivery order 1 2026-11-27T09:00:01.000Z#0', 'delayed', 0.1)],
  },
  {
    name: 'a sender hears no answer',
    steps: (h) => [h.order('1', 1)],
    faults: [at('delivery order 1 2026-11-27T09:00:01.000Z#0', 'lost-answer')],
  },
  {
    name: 'a webhook gets lost on its way',
    steps: (h) => [h.order('1', 1), h.sale('s', 1)],
    faults: [at('delivery order 1 2026-11-27T09:00:01.000Z#0', 'lost-request')],
  },
  {
    name: 'two documents have one version, and the shop knows the truth',
    steps: (h) => [
      h.order('1', 2, { note: 'one' }),
      h.order('1', 2, { note: 'other', said: { name: 'order 1 again' } }),
    ],
  },
  {
    name: 'the shop cannot be read at first',
    steps: (h) => [
      h.order('1', 2, { note: 'one' }),
      h.order('1', 2, { note: 'other', said: { name: 'order 1 again' } }),
    ],
    faults: first('shop.read', 'lost-request', 'unavailable'),
  },
  {
    name: 'one event has two contents',
    steps: (h) => [
      h.order('1', 1, { said: { eventId: 'e', name: 'order 1 first' } }),
      h.order('1', 2, { said: { eventId: 'e', name: 'order 1 second' } }),
    ],
  },
  {
    name: 'an unreadable order stands between good ones',
    steps: (h, saySomething) => [
      h.order('1', 1),
      saySomething('a poisoned order', POISON),
      h.order('2', 1),
    ],
    open: ['unreadable-document'],
  },
  {
    name: 'a topic is not mapped',
    steps: (h, saySomething) => [
      saySomething('a visitor', '{"id": "v"}', { topic: 'visitor' }),
      h.order('1', 1),
    ],
  },
  {
    name: 'a body is too long, and its order is read instead',
    steps: (h, saySomething) => [
      h.order('1', 1, { said: 'silent' }),
      saySomething('a long order', longer('1', 5 * MIB)),
    ],
  },
  {
    name: 'a body is nested too deeply, and its order is read instead',
    steps: (h, saySomething) => [
      h.order('1', 1, { said: 'silent' }),
      saySomething('a deep order', nested('1', 70)),
    ],
  },
  {
    name: 'a signature is forged',
    steps: (h, saySomething) => [
      saySomething('a forged order', '{"id": "1"}', { secret: 'guessed' }),
      h.order('1', 1),
    ],
  },
]

const calls: readonly Scenario[] = [
  {
    name: 'the ERP throttles',
    steps: (h) => [h.order('1', 1), h.order('2', 1)],
    faults: first('erp.push', 'throttled', 'throttled'),
  },
  {
    name: 'the ERP is down until the breaker opens',
    steps: (h) => [h.order('1', 1)],
    faults: first('erp.push', ...Array.from({ length: 6 }, () => 'unavailable' as const)),
  },
  {
    name: 'a request is lost',
    steps: (h) => [h.order('1', 1)],
    faults: first('erp.push', 'lost-request'),
  },
  {
    name: 'an answer is lost',
    steps: (h) => [h.order('1', 1)],
    faults: first('erp.push', 'lost-answer'),
  },
  {
    name: 'an answer is lost, and the order is edited',
    steps: (h) => [h.order('1', 1), h.order('1', 2)],
    faults: first('erp.push', 'lost-answer'),
  },
  {
    name: 'an answer makes no sense',
    steps: (h) => [h.order('1', 1)],
    faults: first('erp.push', 'garbled'),
  },
  {
    name: 'reading back fails at first',
    steps: (h) => [h.order('1', 1)],
    faults: [...first('erp.push', 'lost-answer'), ...first('erp.verify', 'unavailable')],
  },
  {
    name: 'reading back is throttled',
    steps: (h) => [h.sale('s', 2)],
    faults: [...first('erp.push', 'lost-request'), ...first('erp.verify', 'throttled')],
  },
  {
    name: 'a token expires',
    steps: (h) => [h.order('1', 1)],
    faults: first('erp.push', 'auth-expired'),
  },
  {
    name: 'somebody else writes the same document',
    steps: (h) => [h.order('1', 1)],
    faults: first('erp.push', 'version-conflict', 'version-conflict'),
  },
  {
    name: 'a part of a batch is lost',
    steps: (h) => [h.sale('1', 1), h.sale('2', 2), h.sale('3', 3)],
    erp: { capabilities: { bulk: 4 } },
    faults: [...first('store.read', 'refused'), ...first('erp.push', 'part-lost')],
  },
  {
    name: 'the answer for a whole batch is lost',
    steps: (h) => [h.sale('1', 1), h.sale('2', 2), h.sale('3', 3)],
    erp: { capabilities: { bulk: 4 } },
    faults: [...first('store.read', 'refused'), ...first('erp.push', 'lost-answer')],
  },
  {
    name: 'the ERP knows keys, and an answer is lost',
    steps: (h) => [h.order('1', 1), h.order('1', 2)],
    erp: { capabilities: { idempotencyKeys: true } },
    faults: first('erp.push', 'lost-answer', 'lost-answer'),
  },
  {
    name: 'the ERP shows writes late, and an answer is lost',
    steps: (h) => [h.order('1', 1)],
    erp: { capabilities: { readAfterWriteMs: 4_000 } },
    faults: first('erp.push', 'lost-answer'),
  },
]

const rules: readonly Scenario[] = [
  {
    name: 'the ERP rejects an order, and takes it once it is edited',
    steps: (h) => [h.order('1', 1, { total: '0' }), h.order('1', 2)],
    erp: refuses('order', ({ body }) =>
      (body as { asserted: { outstanding: { amount: string } } }).asserted.outstanding.amount ===
      '0'
        ? { kind: 'business.rejected', message: 'an order over nothing' }
        : undefined,
    ),
  },
  {
    name: 'the ERP rejects an order for good',
    steps: (h) => [h.order('1', 1), h.order('2', 1)],
    erp: refuses('order', ({ source }) =>
      source.id === '1' ? { kind: 'contract.invalid', message: 'no such field' } : undefined,
    ),
    open: ['contract-invalid'],
  },
  {
    name: 'the ERP wants a customer that comes later',
    steps: (h) => [h.sale('1', 1), h.order('2', 1, LI)],
    erp: refuses('stockMove', (_, { documents }) =>
      [...documents.values()].some(({ entity }) => entity === 'order')
        ? undefined
        : { kind: 'dependency.missing', message: 'no order yet' },
    ),
  },
  {
    name: 'the ERP has seen something newer',
    steps: (h) => [h.order('1', 1), h.order('1', 2)],
    erp: refuses('order', ({ key, body }, { ledger }) =>
      ledger.some((done) => done.key === key && JSON.stringify(done.body) === JSON.stringify(body))
        ? { kind: 'stale', message: 'it is there already' }
        : undefined,
    ),
  },
]

const money: readonly Scenario[] = [
  {
    name: 'an order is refunded',
    steps: (h) => [h.order('1', 1), h.refund('r', '1')],
  },
  {
    name: 'a refund is told before its order',
    steps: (h) => [h.order('1', 1), h.refund('r', '1')],
    faults: [at('delivery order 1 2026-11-27T09:00:01.000Z#0', 'delayed', 0.1)],
  },
  {
    name: 'the answer for a refund is lost',
    steps: (h) => [h.order('1', 1), h.refund('r', '1'), h.refund('q', '1')],
    faults: [at('erp.push#1', 'lost-answer'), at('erp.push#2', 'lost-answer')],
  },
]

const stock: readonly Scenario[] = [
  {
    name: 'stock is counted, and the shop shows it',
    steps: (h) => [h.stocktake('v', 1, 10)],
  },
  {
    name: 'stock is counted again and again',
    steps: (h) => [1, 2, 3, 4].map((version) => h.stocktake('v', version, 10 * version)),
  },
  {
    name: 'counts come in the wrong order',
    steps: (h) => [h.stocktake('v', 1, 10), h.stocktake('v', 2, 20)],
    faults: [at('delivery stockPosition v 2026-11-27T09:00:01.000Z#0', 'delayed', 0.1)],
  },
  {
    name: 'every sale counts, and none twice',
    steps: (h) => [h.sale('1', 1), h.sale('2', 1), h.sale('3', 1)],
    faults: first('erp.push', 'lost-answer', 'lost-request', 'lost-answer'),
  },
]

const stores: readonly Scenario[] = [
  {
    name: 'the store does not take a commit at first',
    steps: (h) => [h.order('1', 1)],
    faults: first('store.commit', 'refused', 'conflict', 'conflict'),
  },
  {
    name: 'the store has committed, and does not say so',
    steps: (h) => [h.order('1', 1), h.order('1', 2)],
    faults: first('store.commit', 'lost-answer'),
  },
  {
    name: 'the store has journaled, and does not say so',
    steps: (h) => [h.order('1', 1)],
    faults: first('store.append', 'lost-answer'),
  },
  {
    name: 'the store does not take an outcome at first',
    steps: (h) => [h.order('1', 1)],
    faults: [at('store.complete#1', 'refused'), at('store.complete#2', 'refused')],
  },
]

const files: readonly Scenario[] = [
  {
    name: 'a file comes that is journaled in two parts',
    steps: (_, __, { files }) => [files.file(LARGE_FILE)],
  },
  {
    name: 'a file breaks off, and comes again',
    steps: (_, __, { files }) => [files.file({ ...LARGE_FILE, breaksAfter: 3 })],
  },
  {
    name: 'a file comes twice',
    steps: (_, __, { files }) => [files.file(SALES_FILE), files.again(SALES_FILE)],
  },
  {
    name: 'the journal has taken a file, and does not say so',
    steps: (_, __, { files }) => [files.file(SALES_FILE)],
    faults: first('store.append', 'lost-answer', 'lost-answer'),
  },
  {
    name: 'a file has grown, and an order in it was edited in between',
    steps: (h, _, { files }) => [
      files.file({ ...ORDERS_FILE, words: ORDERS_FILE.words.slice(0, 2) }),
      h.order('1', 3),
      files.file({ ...ORDERS_FILE, name: 'the grown file' }),
    ],
  },
]

const erasures: readonly Scenario[] = [
  {
    name: 'a customer is erased',
    steps: (h, _, { erasures }) => [h.order('1', 1, PERSONAL), erasures.erase(BUYER)],
    isErasing: true,
  },
  {
    name: 'a customer is erased before anything could be booked',
    steps: (h, _, { erasures }) => [h.order('1', 1, PERSONAL), erasures.erase(BUYER)],
    faults: first('erp.push', 'unavailable', 'unavailable', 'unavailable'),
    isErasing: true,
  },
  {
    name: 'a customer is erased while nobody knows what was booked',
    steps: (h, _, { erasures }) => [h.order('1', 1, PERSONAL), erasures.erase(BUYER)],
    faults: first('erp.push', 'lost-answer', 'lost-answer'),
    isErasing: true,
  },
  {
    name: 'a customer is erased, and an older edit of an order comes late',
    steps: (h, _, { erasures }) => [
      h.order('1', 1, PERSONAL),
      h.order('1', 2, personalDetails('c', 2)),
      erasures.erase(BUYER),
      erasures.erase(BUYER),
    ],
    faults: [at('delivery order 1 2026-11-27T09:00:01.000Z#0', 'delayed', 0.1)],
    isErasing: true,
  },
  {
    name: 'a customer is erased, and orders again',
    steps: (h, _, { erasures }) => [
      h.order('1', 1, PERSONAL),
      erasures.erase(BUYER),
      h.order('1', 2, personalDetails('c', 2)),
    ],
    isErasing: true,
  },
  {
    name: 'an order of a file is erased',
    steps: (_, __, { files, erasures }) => [
      files.file(ORDERS_FILE),
      erasures.erase(shopRef('order', '1')),
    ],
    isErasing: true,
  },
]

/** Courses of events that every retailer knows. */
export const scenarios: readonly Scenario[] = [
  ...orders,
  ...deliveries,
  ...calls,
  ...rules,
  ...money,
  ...stock,
  ...stores,
  ...files,
  ...erasures,
]
