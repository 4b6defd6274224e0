import { err, ok, type Result } from 'neverthrow'
import { isJsonObject } from '../../wire/json.js'
import { readPath } from '../../wire/path.js'
import { resolveReference, schemaSpec } from './json-schema-fields.js'
import type { SpecFailure, SpecResult } from './spec.js'

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']

/**
 * A schema of an OpenAPI 3 or Swagger 2 document as a specification.
 *
 * `type` names a schema (`Order`), an operation by its id (`getOrder`) or by method and path
 * (`GET /orders/{id}`); of an operation it is the body of the first response that means success.
 */
export function openApiSpec(document: unknown, { type }: { readonly type: string }): SpecResult {
  const api = readPath(document, ['info', 'title'])
  const title = `${typeof api === 'string' ? api : 'OpenAPI'}: ${type}`
  return schemaOf(document, type).map((schema) => schemaSpec({ root: document, schema, title }))
}

function schemaOf(document: unknown, type: string): Result<unknown, SpecFailure> {
  const schema =
    readPath(document, ['components', 'schemas', type]) ?? readPath(document, ['definitions', type])
  if (schema !== undefined) return ok(schema)
  const operation = operationsOf(document).find(
    ({ id, method, path }) =>
      type === id || type.toLowerCase() === `${method} ${path}`.toLowerCase(),
  )
  if (!operation) return err(noSuchType(document, type))
  const body = responseOf(document, operation.definition)
  if (body !== undefined) return ok(body)
  return err({ kind: 'no-such-type', message: `${type} answers no JSON that is described` })
}

interface Operation {
  readonly id: unknown
  readonly method: string
  readonly path: string
  readonly definition: unknown
}

function operationsOf(document: unknown): readonly Operation[] {
  const paths = readPath(document, ['paths'])
  if (!isJsonObject(paths)) return []
  return Object.entries(paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const definition = readPath(dereferenced(document, item), [method])
      const id = readPath(definition, ['operationId'])
      return definition === undefined ? [] : [{ id, method, path, definition }]
    }),
  )
}

/** The schema of the first successful answer, else of the default one. */
function responseOf(document: unknown, operation: unknown): unknown {
  const responses = readPath(operation, ['responses'])
  if (!isJsonObject(responses)) return undefined
  const successful = Object.keys(responses).filter((status) => /^2(?:\d\d|XX)$/i.test(status))
  for (const status of [...successful.sort(), 'default']) {
    const response = dereferenced(document, responses[status])
    const schema = readPath(response, ['schema']) ?? jsonOf(readPath(response, ['content']))
    if (schema !== undefined) return schema
  }
  return undefined
}

function jsonOf(content: unknown): unknown {
  if (!isJsonObject(content)) return undefined
  const types = Object.keys(content)
  const json = types.find((name) => /\bjson\b/i.test(name)) ?? types[0]
  return json === undefined ? undefined : readPath(content, [json, 'schema'])
}

/** What a value is, or what it refers to in the end; `undefined` where that is nowhere. */
function dereferenced(document: unknown, value: unknown): unknown {
  const passed = new Set<unknown>()
  let found = value
  for (;;) {
    const reference = readPath(found, ['$ref'])
    if (typeof reference !== 'string') return found
    if (passed.has(reference)) return undefined
    passed.add(reference)
    found = resolveReference(document, reference)
  }
}

const SHOWN = 12

function noSuchType(document: unknown, type: string): SpecFailure {
  const schemas =
    readPath(document, ['components', 'schemas']) ?? readPath(document, ['definitions'])
  const names = isJsonObject(schemas) ? Object.keys(schemas) : []
  const known = names.slice(0, SHOWN).join(', ')
  const more = names.length > SHOWN ? ` and ${names.length - SHOWN} more` : ''
  return { kind: 'no-such-type', message: `the document has no ${type}; it has ${known}${more}` }
}
