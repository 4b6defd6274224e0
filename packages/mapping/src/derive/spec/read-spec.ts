import { err, ok } from 'neverthrow'
import { isJsonObject } from '../../wire/json.js'
import { readPath } from '../../wire/path.js'
import { graphqlSpec } from './graphql-fields.js'
import { jsonSchemaSpec } from './json-schema-fields.js'
import { fieldListSpec, isFieldList } from './listed-fields.js'
import { openApiSpec } from './open-api-fields.js'
import type { Spec, SpecFailure, SpecResult } from './spec.js'

const KINDS =
  'OpenAPI, Swagger, JSON Schema, the answer to a GraphQL introspection, or a list of fields'

/**
 * A specification out of a JSON document, whatever kind it is of.
 *
 * `type` names the part: a schema or an operation of OpenAPI and Swagger, a type of GraphQL (both
 * need it), a definition of a JSON Schema. One that describes no field is refused: everything would
 * be accounted for.
 */
export function readSpec(document: unknown, options: { readonly type?: string } = {}): SpecResult {
  return specIn(document, options).andThen((spec) =>
    spec.content().fields.length > 0 ? ok(spec) : err(noFields(spec, document)),
  )
}

function specIn(document: unknown, { type }: { readonly type?: string }): SpecResult {
  if (!isJsonObject(document)) return err(unknownFormat(`expected ${KINDS}, as a JSON object`))
  if (isFieldList(document)) return ok(fieldListSpec(document))
  if ('openapi' in document || 'swagger' in document) {
    return type === undefined
      ? err(noType('a schema or an operation'))
      : openApiSpec(document, { type })
  }
  if ('__schema' in document || readPath(document, ['data', '__schema']) !== undefined) {
    return type === undefined ? err(noType('a type')) : graphqlSpec(document, { type })
  }
  if (!isJsonSchema(document)) return err(unknownFormat(`expected ${KINDS}`))
  return jsonSchemaSpec(document, type === undefined ? {} : { type })
}

const SCHEMA_KEYS = [
  '$schema',
  '$ref',
  '$defs',
  'definitions',
  'properties',
  'allOf',
  'anyOf',
  'oneOf',
]

const TYPES = new Set(['object', 'array', 'string', 'number', 'integer', 'boolean', 'null'])

function isJsonSchema(document: Readonly<Record<string, unknown>>): boolean {
  const types = [document['type']].flat()
  // many a document has a `type` of its own
  return (
    SCHEMA_KEYS.some((key) => key in document) || types.every((type) => TYPES.has(type as string))
  )
}

const SHOWN = 12

function noFields({ title }: Spec, document: unknown): SpecFailure {
  const defined = readPath(document, ['$defs']) ?? readPath(document, ['definitions'])
  const names = isJsonObject(defined) ? Object.keys(defined).slice(0, SHOWN) : []
  const known = names.length === 0 ? '' : `; it defines ${names.join(', ')}`
  return {
    kind: 'no-fields',
    message: `${title} describes no fields: name the type that the document is of${known}`,
  }
}

function unknownFormat(message: string): SpecFailure {
  return { kind: 'unknown-format', message }
}

function noType(what: string): SpecFailure {
  return { kind: 'no-such-type', message: `the specification has many types: name ${what}` }
}
