import { type Order, type Ref, refKey } from '@canonry/model'
import {
  type Connection,
  type ConnectorCapabilities,
  type ConnectorLimits,
  definePack,
  type Failure,
  type Intent,
  type PushOutcome,
  type VerifyOutcome,
} from '@canonry/pack'

/** What the invented ERP does with the next call. */
export type Fault =
  | { readonly kind: 'lose-answer' }
  | { readonly kind: 'lose-request' }
  | { readonly kind: 'throw' }
  | { readonly kind: 'fail'; readonly failure: Failure }

/** One call that the ERP applied. */
export interface Booked {
  readonly key: string
  readonly kind: Intent['kind']
  readonly source: string
  readonly body: unknown
}

/** The ERP's own books: documents by source ref, every applied call, and faults to come. */
export interface ErpBooks {
  readonly documents: Map<string, { id: string; body: unknown; cancelled: boolean; writes: number }>
  readonly ledger: Booked[]
  readonly pushes: Intent[]
  readonly verifies: Intent[]
  readonly faults: Fault[]
  /** Decides on an intent instead of booking it. */
  judge?: (intent: Intent) => PushOutcome | undefined
}

export function erpBooks(): ErpBooks {
  return { documents: new Map(), ledger: [], pushes: [], verifies: [], faults: [] }
}

export interface ErpOptions {
  readonly id?: string
  readonly limits?: ConnectorLimits
  readonly capabilities?: Partial<ConnectorCapabilities>
}

/** A connection to the invented ERP. */
export function erp(books: ErpBooks, options: ErpOptions = {}): Connection {
  return definePack<{ id: string }>({
    system: 'erp',
    versions: ['1'],
    resources: [],
    account: () => 'main',
    connector: () => ({
      capabilities: {
        idempotencyKeys: false,
        compareAndSet: false,
        bulk: 1,
        readAfterWriteMs: 500,
        ...options.capabilities,
      },
      limits: options.limits ?? { concurrency: 8, perSecond: 1_000 },
      read: async () => {
        throw new Error('the invented ERP is not read')
      },
      push: async (intents) => intents.map((intent) => push(books, intent)),
      verify: async (intents) => intents.map((intent) => verify(books, intent)),
      classify: (problem) => ({
        kind: 'handler.bug',
        message: problem instanceof Error ? problem.message : 'unexpected',
      }),
    }),
  }).connect({ id: options.id ?? 'erp' })
}

function push(books: ErpBooks, intent: Intent): PushOutcome {
  books.pushes.push(intent)
  const fault = books.faults.shift()
  if (fault?.kind === 'fail') return { kind: 'failed', failure: fault.failure }
  if (fault?.kind === 'lose-request') return { kind: 'unknown', message: 'no answer' }
  const judged = books.judge?.(intent)
  if (judged) return judged
  const outcome = book(books, intent)
  if (fault?.kind === 'throw') throw new Error('the answer could not be read')
  return fault?.kind === 'lose-answer' ? { kind: 'unknown', message: 'no answer' } : outcome
}

function book(books: ErpBooks, { key, kind, source, body }: Intent): PushOutcome {
  const name = refKey(source)
  const known = books.documents.get(name)
  const id = known?.id ?? `SO${books.documents.size + 1}`
  books.documents.set(name, {
    id,
    body,
    cancelled: kind === 'cancel',
    writes: (known?.writes ?? 0) + 1,
  })
  books.ledger.push({ key, kind, source: name, body })
  return { kind: 'confirmed', ref: erpRef(id) }
}

function verify(books: ErpBooks, intent: Intent): VerifyOutcome {
  books.verifies.push(intent)
  const known = books.documents.get(refKey(intent.source))
  const says = known && JSON.stringify(known.body) === JSON.stringify(intent.body)
  if (!known || !says || known.cancelled !== (intent.kind === 'cancel')) {
    return { kind: 'not-applied' }
  }
  return { kind: 'applied', ref: erpRef(known.id) }
}

export function erpRef(id: string): Ref {
  return { system: 'erp', account: 'main', kind: 'salesOrder', id }
}

/** The totals that were booked for one order, in order. */
export function bookedTotals({ ledger }: ErpBooks, source: Ref): string[] {
  return ledger
    .filter((booked) => booked.source === refKey(source))
    .map(({ body }) => (body as Order).asserted.outstanding?.amount ?? '?')
}
