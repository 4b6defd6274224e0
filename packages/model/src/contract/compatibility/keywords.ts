/** Keywords that describe and accept every document. */
export const ANNOTATIONS: ReadonlySet<string> = new Set([
  '$anchor',
  '$comment',
  '$id',
  'deprecated',
  'description',
  'example',
  'examples',
  'externalDocs',
  'title',
])

/** Keywords that accept every document and still change what it means to who reads it. */
export const MEANINGS: readonly string[] = [
  'contentEncoding',
  'contentMediaType',
  'contentSchema',
  'readOnly',
  'writeOnly',
]

/** Where definitions stand that only references reach. */
export const DEFINITIONS: readonly string[] = ['$defs', 'definitions']

/** Keywords that hold one schema. */
export const ONE_SCHEMA: readonly string[] = [
  'additionalItems',
  'additionalProperties',
  'contains',
  'else',
  'if',
  'items',
  'not',
  'propertyNames',
  'then',
  'unevaluatedItems',
  'unevaluatedProperties',
]

/** Keywords that hold a list of schemas. */
export const LIST_OF_SCHEMAS: readonly string[] = ['allOf', 'anyOf', 'oneOf', 'prefixItems']

/** Keywords that hold schemas by key. */
export const MAP_OF_SCHEMAS: readonly string[] = [
  '$defs',
  'definitions',
  'dependentSchemas',
  'patternProperties',
  'properties',
]

/** Keywords that hold a count. */
export const COUNTS: readonly string[] = [
  'maxContains',
  'maxItems',
  'maxLength',
  'maxProperties',
  'minContains',
  'minItems',
  'minLength',
  'minProperties',
]

const VALUES: readonly string[] = [
  '$ref',
  '$schema',
  'const',
  'default',
  'dependencies',
  'dependentRequired',
  'enum',
  'exclusiveMaximum',
  'exclusiveMinimum',
  'format',
  'maximum',
  'minimum',
  'multipleOf',
  'nullable',
  'pattern',
  'required',
  'type',
  'uniqueItems',
]

const KNOWN: ReadonlySet<string> = new Set([
  ...ANNOTATIONS,
  ...MEANINGS,
  ...ONE_SCHEMA,
  ...LIST_OF_SCHEMAS,
  ...MAP_OF_SCHEMAS,
  ...COUNTS,
  ...VALUES,
])

/** Whether the classifier knows what a keyword does; `x-…` is an annotation by convention (OpenAPI). */
export function isKnown(name: string): boolean {
  return KNOWN.has(name) || name.startsWith('x-')
}

/** Whether a keyword says nothing about documents. */
export function isAnnotation(name: string): boolean {
  return ANNOTATIONS.has(name) || name.startsWith('x-')
}
