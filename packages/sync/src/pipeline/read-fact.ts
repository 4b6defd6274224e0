import { type MappingError, readWire } from '@canonry/mapping'
import type { Ref } from '@canonry/model'
import { type Connection, type DecodedPart, decodeResource, type Resource } from '@canonry/pack'
import { err, ok, type Result } from 'neverthrow'
import type { FieldError } from '../exception.js'
import type { Fact } from '../journal/fact.js'

/** What a fact turned out to be. */
export type Reading =
  | { readonly kind: 'unmapped' }
  /** The document must be read from its source; `ref` is absent when nothing names it. */
  | { readonly kind: 'withheld'; readonly ref?: Ref }
  | {
      readonly kind: 'unreadable'
      readonly reason: string
      readonly message: string
      readonly errors: readonly FieldError[]
    }
  | {
      readonly kind: 'document'
      readonly resource: Resource
      readonly version?: string
      readonly parts: readonly DecodedPart[]
    }

/** Reads what a fact says in canonical words; pure, and total for any bytes. */
export function readFact(fact: Fact, connection: Connection | undefined): Reading {
  if (!connection) {
    const message = `no connection "${fact.connection}" is configured any more`
    return unreadable('unknown-connection', message)
  }
  if (fact.resource === undefined) return { kind: 'unmapped' }
  const resource = connection.resources[fact.resource]
  if (!resource || !covers(resource, fact.apiVersion)) {
    const message = `no mapping of ${fact.resource} reads API version ${fact.apiVersion}`
    return unreadable('unmapped-version', message)
  }
  if (fact.withheld) return withheld(fact, { connection, resource })
  return wireOf(fact).match(
    (wire) => readDocument(wire, { connection, resource }),
    (message) => unreadable('unreadable-document', message),
  )
}

function withheld(
  { routingKey }: Fact,
  { connection, resource }: { connection: Connection; resource: Resource },
): Reading {
  if (routingKey === undefined) return { kind: 'withheld' }
  const { system, account } = connection
  return { kind: 'withheld', ref: { system, account, kind: rootKind(resource), id: routingKey } }
}

// a resource is named after the kind of its root document: order@webhook → Order
function rootKind({ name }: Resource): string {
  const kind = name.slice(0, name.indexOf('@'))
  return kind.charAt(0).toUpperCase() + kind.slice(1)
}

function covers({ versions }: Resource, version: string): boolean {
  return versions.from <= version && (versions.to === undefined || version <= versions.to)
}

function wireOf({ body, size }: Fact): Result<unknown, string> {
  if (!body) return err(`the body of ${size} bytes was erased`)
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(body)
    return readWire(text).mapErr((failure) =>
      failure.kind === 'too-deep'
        ? `the document is nested deeper than ${failure.depth} levels`
        : `the body is not JSON: ${failure.message} at character ${failure.at}`,
    )
  } catch {
    return err('the body is not UTF-8 text')
  }
}

function readDocument(
  wire: unknown,
  { connection, resource }: { connection: Connection; resource: Resource },
): Reading {
  const { account } = connection
  return decodeResource(resource, wire, { account })
    .andThen((parts) => (parts.some(({ ref }) => !ref) ? err([NAMELESS]) : ok(parts)))
    .match<Reading>(
      (parts) => {
        const version = resource.version(wire)
        return { kind: 'document', resource, parts, ...(version !== undefined && { version }) }
      },
      (errors) => ({
        ...unreadable('unreadable-document', `${errors.length} of its fields cannot be read`),
        errors: errors.map(toFieldError),
      }),
    )
}

const NAMELESS: MappingError = {
  rule: 'ref',
  code: 'missing',
  expected: 'a name in its source',
  found: 'none',
  wire: '',
  entity: '/refs',
}

function toFieldError({ rule, wire, entity, expected, found }: MappingError): FieldError {
  return { rule, wire, entity, message: `expected ${expected}, found ${found}` }
}

function unreadable(reason: string, message: string): Reading & { kind: 'unreadable' } {
  return { kind: 'unreadable', reason, message, errors: [] }
}
