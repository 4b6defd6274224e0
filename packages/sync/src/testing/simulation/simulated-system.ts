import { type EntityName, type Ref, refKey } from '@canonry/model'
import type {
  Connector,
  ConnectorCapabilities,
  ConnectorLimits,
  Failure,
  Intent,
  PushOutcome,
  VerifyOutcome,
  WireDocument,
} from '@canonry/pack'
import { ok } from 'neverthrow'
import { ShownDocuments } from './shown-documents.js'
import type { WorldPorts } from './world-ports.js'

/** What a simulated system is made with. */
export interface SimulatedSystemOptions extends Pick<WorldPorts, 'now' | 'random'> {
  readonly system: string
  /** Default `main`. */
  readonly account?: string
  /** Default: no idempotency keys, one intent a call, a write is shown within half a second. */
  readonly capabilities?: Partial<ConnectorCapabilities>
  /** Default: 8 calls at once, 1,000 a second. */
  readonly limits?: ConnectorLimits
  /** How many documents a page of a pull has; default: the system cannot be pulled. */
  readonly pageSize?: number
  /** The system's own rules: what it refuses, and why. */
  readonly refuses?: (intent: Intent, books: Books) => Failure | undefined
}

/** The books of a simulated system. */
export interface Books {
  /** By the `refKey` of the source. */
  readonly documents: ReadonlyMap<string, SimulatedDocument>
  /** Every write that was applied, oldest first. */
  readonly ledger: readonly Applied[]
}

/** A document in a simulated system. */
export interface SimulatedDocument {
  readonly id: string
  readonly entity: EntityName
  readonly source: Ref
  readonly body: unknown
  readonly cancelled: boolean
  /** The key of the effect that wrote it last. */
  readonly key: string
  /** Counts its writes. */
  readonly version: string
}

/** A write that was applied, and from when on readers see it (epoch milliseconds). */
export interface Applied extends SimulatedDocument {
  readonly kind: Intent['kind']
  readonly at: number
  readonly shownAt: number
}

/**
 * An outside system in memory, for connectors of your own: it books what it is sent, each time that
 * it is sent, and shows it to readers a little later.
 *
 * With idempotency keys it applies each key once, and answers as it did then. With compare-and-set it
 * refuses a write that builds on another version than the newest.
 */
export interface SimulatedSystem extends Books {
  readonly system: string
  readonly account: string
  readonly limits: ConnectorLimits
  /** For `definePack`: `connector: () => erp.connector()`. */
  connector(): Connector
  /** What reading shows, by the ref's id; a world puts here what its systems would say. */
  readonly shown: Map<string, WireDocument>
}

const CAPABILITIES: ConnectorCapabilities = {
  idempotencyKeys: false,
  compareAndSet: false,
  bulk: 1,
  readAfterWriteMs: 500,
}

/** A simulated system with empty books. */
export function simulatedSystem(options: SimulatedSystemOptions): SimulatedSystem {
  const { system, account = 'main', limits = { concurrency: 8, perSecond: 1_000 } } = options
  const pullsSince = options.pageSize !== undefined
  const capabilities = { ...CAPABILITIES, pullsSince, ...options.capabilities }
  const shown = new ShownDocuments(options.now)
  const writing: Writing = {
    ...options,
    account,
    capabilities,
    documents: new Map(),
    ledger: [],
  }
  const { documents, ledger } = writing
  return {
    system,
    account,
    limits,
    documents,
    ledger,
    shown,
    connector: () => ({
      capabilities,
      limits,
      ...pullsOf(options, shown),
      read: async (refs) => ok(refs.flatMap(({ id }) => shown.get(id) ?? [])),
      push: async (intents) => intents.map((intent) => push(writing, intent)),
      verify: async (intents) => intents.map((intent) => verify(writing, intent)),
      classify: () => ({ kind: 'handler.bug', message: 'something was thrown' }),
    }),
  }
}

function pullsOf(
  { pageSize }: SimulatedSystemOptions,
  shown: ShownDocuments,
): Pick<Connector, 'pull'> {
  if (pageSize === undefined) return {}
  return { pull: async (cursor, since = 0) => ok(shown.page({ cursor, since, size: pageSize })) }
}

interface Writing extends SimulatedSystemOptions {
  readonly account: string
  readonly capabilities: ConnectorCapabilities
  readonly documents: Map<string, SimulatedDocument>
  readonly ledger: Applied[]
}

function push(writing: Writing, intent: Intent): PushOutcome {
  const { capabilities, documents, ledger } = writing
  const before = capabilities.idempotencyKeys && ledger.find(({ key }) => key === intent.key)
  if (before) return confirmed(writing, before)
  const failure = writing.refuses?.(intent, writing)
  if (failure) return { kind: 'failed', failure }
  const { key, kind, entity, source, body } = intent
  const name = refKey(source)
  const known = documents.get(name)
  if (capabilities.compareAndSet && known && known.version !== intent.expected) {
    return { kind: 'failed', failure: overtaken(known, intent) }
  }
  const id = known?.id ?? `${entity}-${documents.size + 1}`
  const version = `${1 + Number(known?.version ?? 0)}`
  const document = { id, entity, source, body, cancelled: kind === 'cancel', key, version }
  const at = writing.now()
  const shownAt = at + Math.floor(writing.random() * capabilities.readAfterWriteMs)
  documents.set(name, document)
  ledger.push({ ...document, kind, at, shownAt })
  return confirmed(writing, document)
}

function overtaken({ version }: SimulatedDocument, { expected }: Intent): Failure {
  return { kind: 'conflict.version', message: `it is at version ${version}, not ${expected}` }
}

function confirmed(writing: Writing, document: SimulatedDocument): PushOutcome {
  return { kind: 'confirmed', ref: refOf(writing, document), version: document.version }
}

function verify(writing: Writing, { key, source, body }: Intent): VerifyOutcome {
  const now = writing.now()
  const name = refKey(source)
  const seen = writing.ledger.findLast(
    (applied) => applied.shownAt <= now && refKey(applied.source) === name,
  )
  if (!seen || seen.key !== key || JSON.stringify(seen.body) !== JSON.stringify(body)) {
    return { kind: 'not-applied' }
  }
  return { kind: 'applied', ref: refOf(writing, seen), version: seen.version }
}

function refOf({ system, account }: Writing, { id, entity }: SimulatedDocument): Ref {
  return { system, account, kind: entity, id }
}
