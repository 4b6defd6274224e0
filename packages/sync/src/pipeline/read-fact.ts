import { type Ref, refKey } from '@canonry/model'
import {
  type Connection,
  type DocumentFailure,
  type Resource,
  readDocument,
  readsVersion,
  readText,
} from '@canonry/pack'
import { err, ok, type Result } from 'neverthrow'
import { subjectOf } from '../bodies/subject.js'
import type { FieldError } from '../exception.js'
import { ABSENT, ADDED, type Fact, MANIFEST } from '../journal/fact.js'
import { isLongName, tooLong } from '../journal/long-name.js'
import { type HeardPart, toHeard } from './heard-part.js'

/** A document of which a fact only tells. */
export interface Told {
  readonly why: string
  readonly resource: Resource
  readonly ref: Ref
  /** Which version of it the fact tells of, where it says so. */
  readonly version?: string
}

/** What a fact turned out to be. */
export type Reading =
  | { readonly kind: 'unmapped' }
  | { readonly kind: 'manifest' }
  | { readonly kind: 'added' }
  /** Its body was erased: nothing is known of it but its hash. */
  | { readonly kind: 'erased' }
  /** Its body has expired: the same, by its age alone. */
  | { readonly kind: 'expired' }
  /** The document exists no longer in its source. */
  | { readonly kind: 'deletion'; readonly resource: Resource; readonly ref: Ref }
  /** The document must be read from its source, and nothing names it. */
  | { readonly kind: 'nameless' }
  /** The document must be read from its source, and why. */
  | ({ readonly kind: 'withheld' } & Told)
  | {
      readonly kind: 'unreadable'
      readonly reason: string
      readonly message: string
      readonly errors: readonly FieldError[]
      /** What to do about it, where it is something else than to correct a mapping or a document. */
      readonly fix?: string
    }
  /** What is to be added to what its source said before. */
  | {
      readonly kind: 'addition'
      readonly resource: Resource
      readonly ref: Ref
      readonly change: unknown
    }
  | {
      readonly kind: 'document'
      readonly resource: Resource
      readonly version?: string
      readonly parts: readonly HeardPart[]
    }

/** The names of all that a reading is about, as the store's questions take them. */
export function namesIn(reading: Reading): string[] {
  if (reading.kind === 'document') return reading.parts.flatMap(({ refKeys }) => refKeys)
  // what says no version is read, whatever is known
  if (reading.kind === 'withheld' && reading.version === undefined) return []
  return 'ref' in reading ? [refKey(reading.ref)] : []
}

const CONNECT =
  'Give the connection to every worker of this tenant, and resume this; or give another service another tenant.'

/** Reads what a fact says in canonical words; pure, and total for any bytes. */
export function readFact(fact: Fact, connection: Connection | undefined): Reading {
  if (!connection) {
    const message = `this worker has no connection "${fact.connection}"`
    return { ...unreadable('unknown-connection', message), fix: CONNECT }
  }
  if (fact.origin === ADDED) return { kind: 'added' }
  if (fact.origin === 'ingest' && fact.topic === MANIFEST) return { kind: 'manifest' }
  if (fact.resource === undefined) return { kind: 'unmapped' }
  const resource = connection.resources[fact.resource]
  if (!resource || !readsVersion(resource, fact.apiVersion)) {
    const message = `no mapping of ${fact.resource} reads API version ${fact.apiVersion}`
    return unreadable('unmapped-version', message)
  }
  return readOf(fact, { connection, resource })
}

function readOf(
  fact: Fact,
  { connection, resource }: { connection: Connection; resource: Resource },
): Reading {
  if (isDeletion(fact, connection)) return deletion(fact, { connection, resource })
  const gone = goneIn(fact)
  if (gone) return { kind: gone }
  if (fact.unreadable) return unreadable('damaged-body', fact.unreadable.message)
  if (fact.withheld) return withheld(fact, { connection, resource })
  if (isThin(fact, connection)) return told(fact, { connection, resource })
  if (resource.adds) return addition(fact, { connection, resource })
  const context = { account: connection.account }
  return textOf(fact)
    .andThen((text) => readDocument(resource, text, context))
    .match<Reading>(({ parts, version }) => {
      const document = { kind: 'document', resource, parts: parts.map(toHeard) } as const
      if (keptBy(document.parts).some(isLongName)) {
        return unreadable('long-name', tooLong('a name in it'))
      }
      return version === undefined ? document : { ...document, version }
    }, failed)
}

/** All names that what they say is found by: their own, and those of what they belong to. */
function keptBy(parts: readonly HeardPart[]): string[] {
  return parts.flatMap(({ entity, body, refKeys }) => {
    const subject = subjectOf(entity, { name: refKeys[0], body })
    return subject === undefined ? refKeys : [...refKeys, subject]
  })
}

function goneIn({ body, withheld, expired }: Fact): 'erased' | 'expired' | undefined {
  if (body || withheld) return undefined
  return expired ? 'expired' : 'erased'
}

// evidence is a delete event, or a scan of everything that did not bring it
function isDeletion({ origin, topic }: Fact, { webhooks }: Connection): boolean {
  if (origin === 'pull') return topic === ABSENT
  return origin === 'webhook' && webhooks?.deletes?.(topic) === true
}

function deletion(
  { routingKey }: Fact,
  { connection, resource }: { connection: Connection; resource: Resource },
): Reading {
  if (routingKey === undefined) {
    return unreadable('nameless-deletion', 'nothing in it says which document was deleted')
  }
  return { kind: 'deletion', resource, ref: refOf(routingKey, { connection, resource }) }
}

function addition(
  fact: Fact,
  { connection, resource }: { connection: Connection; resource: Resource },
): Reading {
  const { routingKey } = fact
  if (routingKey === undefined) {
    return unreadable('nameless-addition', 'nothing in it says what it is added to')
  }
  const ref = refOf(routingKey, { connection, resource })
  return textOf(fact)
    .andThen(readText)
    .match<Reading>((change) => ({ kind: 'addition', resource, ref, change }), failed)
}

function refOf(
  id: string,
  { connection, resource }: { connection: Connection; resource: Resource },
): Ref {
  const { system, account } = connection
  return { system, account, kind: resource.kind, id }
}

const THIN = 'its topic only names the document'

function isThin({ origin, topic }: Fact, { webhooks }: Connection): boolean {
  return origin === 'webhook' && webhooks?.thin?.(topic) === true
}

function withheld(
  fact: Fact,
  { connection, resource }: { connection: Connection; resource: Resource },
): Reading {
  return toRead(fact, { connection, resource, why: `its body was withheld: ${fact.withheld}` })
}

function told(
  fact: Fact,
  { connection, resource }: { connection: Connection; resource: Resource },
): Reading {
  const { webhooks } = connection
  const version = textOf(fact)
    .map((text) => webhooks?.version?.(fact.topic, text))
    .unwrapOr(undefined)
  const told = { connection, resource, why: THIN }
  return toRead(fact, version === undefined ? told : { ...told, version })
}

function toRead(
  { routingKey }: Fact,
  { connection, resource, ...told }: Omit<Told, 'ref'> & { readonly connection: Connection },
): Reading {
  if (routingKey === undefined) return { kind: 'nameless' }
  return { kind: 'withheld', ...told, resource, ref: refOf(routingKey, { connection, resource }) }
}

function textOf({ body }: Fact): Result<string, DocumentFailure> {
  try {
    return ok(new TextDecoder('utf-8', { fatal: true }).decode(body))
  } catch {
    return err({ kind: 'unreadable', message: 'the body is not UTF-8 text' })
  }
}

const ERRORS_TOLD = 100

/** The reading of a document whose text or content breaks rules. */
export function failed(failure: DocumentFailure): Extract<Reading, { kind: 'unreadable' }> {
  if (failure.kind === 'unreadable') return unreadable('unreadable-document', failure.message)
  const { errors } = failure
  return {
    ...unreadable('unreadable-document', `${errors.length} of its fields cannot be read`),
    errors: errors.slice(0, ERRORS_TOLD).map(toFieldError),
  }
}

type MappingError = Extract<DocumentFailure, { readonly kind: 'unmappable' }>['errors'][number]

function toFieldError({ rule, wire, entity, expected, found }: MappingError): FieldError {
  return { rule, wire, entity, message: `expected ${expected}, found ${found}` }
}

function unreadable(reason: string, message: string): Extract<Reading, { kind: 'unreadable' }> {
  return { kind: 'unreadable', reason, message, errors: [] }
}
