import { err, ok } from 'neverthrow'
import { isJsonObject } from '../../wire/json.js'
import { graphqlSpec } from './graphql-fields.js'
import { jsonSchemaSpec } from './json-schema-fields.js'
import { fieldListSpec, isFieldList } from './listed-fields.js'
import { openApiSpec } from './open-api-fields.js'
import type { SpecFailure, SpecResult } from './spec.js'

const KINDS =
  'OpenAPI, Swagger, JSON Schema, the answer to a GraphQL introspection, or a list of fields'

/**
 * A specification out of a JSON document, whatever kind it is of.
 *
 * `type` names the part: a schema or an operation of OpenAPI and Swagger, a type of GraphQL (both
 * need it), a definition of a JSON Schema.
 */
export function readSpec(document: unknown, { type }: { readonly type?: string } = {}): SpecResult {
  if (!isJsonObject(document)) return err(unknownFormat(`expected ${KINDS}, as a JSON object`))
  if (isFieldList(document)) return ok(fieldListSpec(document))
  if ('openapi' in document || 'swagger' in document) {
    return type === undefined
      ? err(noType('a schema or an operation'))
      : openApiSpec(document, { type })
  }
  if ('__schema' in document || isJsonObject(document['data'])) {
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

function isJsonSchema(document: object): boolean {
  return SCHEMA_KEYS.some((key) => key in document) || 'type' in document
}

function unknownFormat(message: string): SpecFailure {
  return { kind: 'unknown-format', message }
}

function noType(what: string): SpecFailure {
  return { kind: 'no-such-type', message: `the specification has many types: name ${what}` }
}
