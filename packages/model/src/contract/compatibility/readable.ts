import { COUNTS, LIST_OF_SCHEMAS, MAP_OF_SCHEMAS, ONE_SCHEMA } from './keywords.js'
import { armsOf, childOf, childrenOf, isRecord, keyword, type Place } from './place.js'
import { isLocal, targetOf } from './resolve.js'

const MAX_DEPTH = 256
const MAX_NODES = 200_000

/** Why a schema cannot be compared, and where. */
export interface Unreadable {
  readonly pointer: string
  readonly message: string
}

/** Finds what is no JSON, or too deep or too large to be looked at; cyclic objects are too deep. */
export function findOversize(root: unknown): Unreadable | undefined {
  const open: { value: unknown; depth: number }[] = [{ value: root, depth: 0 }]
  let nodes = 0
  for (let next = open.pop(); next; next = open.pop()) {
    nodes += 1
    if (nodes > MAX_NODES) return problem('', `holds more than ${MAX_NODES} values`)
    if (next.depth > MAX_DEPTH) return problem('', `is nested more than ${MAX_DEPTH} levels deep`)
    if (!isJson(next.value)) return problem('', 'holds a value that JSON does not have')
    if (typeof next.value !== 'object' || next.value === null) continue
    for (const value of Object.values(next.value)) open.push({ value, depth: next.depth + 1 })
  }
  return undefined
}

function isJson(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value)
  if (typeof value !== 'object' || value === null)
    return ['string', 'boolean', 'object'].includes(typeof value)
  const prototype: unknown = Object.getPrototypeOf(value)
  return Array.isArray(value) || prototype === Object.prototype || prototype === null
}

/** Finds the first schema inside that is not written as JSON Schema wants it. */
export function findMalformed(place: Place): Unreadable | undefined {
  return findSchema(place, wrongKeyword)
}

/** Finds what can be compared only with itself: references that depend on who follows them. */
export function findUnsupported(place: Place): Unreadable | undefined {
  return findSchema(place, ({ schema, pointer }) => {
    const names = isRecord(schema) ? Object.keys(schema) : []
    const dynamic = names.find((name) => DYNAMIC.includes(name))
    if (dynamic !== undefined) return problem(`${pointer}/${dynamic}`, `${dynamic} is not followed`)
    const isOwnDocument = pointer !== place.pointer && names.includes('$id')
    return isOwnDocument ? problem(pointer, 'is a document of its own ($id)') : undefined
  })
}

function findSchema(
  place: Place,
  judge: (place: Place) => Unreadable | undefined,
): Unreadable | undefined {
  const open: Place[] = [place]
  for (let next = open.pop(); next; next = open.pop()) {
    if (typeof next.schema === 'boolean') continue
    if (!isRecord(next.schema)) return problem(next.pointer, 'is no schema')
    const wrong = judge(next)
    if (wrong) return wrong
    open.push(...schemasIn(next))
  }
  return undefined
}

function schemasIn(place: Place): Place[] {
  const schema = place.schema as Readonly<Record<string, unknown>>
  const has = (name: string) => Object.hasOwn(schema, name)
  // up to draft 2019-09 `items` may be a list, and `dependencies` mixes schemas and names
  const lists = Array.isArray(keyword(place, 'items'))
    ? [...LIST_OF_SCHEMAS, 'items']
    : LIST_OF_SCHEMAS
  const dependencies = [...childrenOf(place, 'dependencies').values()]
  return [
    ...ONE_SCHEMA.filter((name) => has(name) && !lists.includes(name)).map((name) =>
      childOf(place, name),
    ),
    ...lists.flatMap((name) => armsOf(place, name)),
    ...MAP_OF_SCHEMAS.flatMap((name) => [...childrenOf(place, name).values()]),
    ...dependencies.filter(({ schema: inner }) => !Array.isArray(inner)),
  ]
}

function wrongKeyword(place: Place): Unreadable | undefined {
  const schema = place.schema as Readonly<Record<string, unknown>>
  for (const [name, value] of Object.entries(schema)) {
    const check = Object.hasOwn(SHAPES, name) ? SHAPES[name] : undefined
    if (check && !check(value))
      return problem(`${place.pointer}/${name}`, `${name} has no meaning so`)
  }
  return wrongReference(place)
}

function wrongReference(place: Place): Unreadable | undefined {
  const reference = keyword(place, '$ref')
  if (typeof reference !== 'string' || !isLocal(reference, place.document)) return undefined
  const at = `${place.pointer}/$ref`
  const seen = new Set<string>()
  let target = targetOf(place)
  if (!target) return problem(at, 'points to a schema that is not there')
  while (target && !seen.has(target.pointer)) {
    seen.add(target.pointer)
    target = targetOf(target)
  }
  return target ? problem(at, 'refers to itself in a circle') : undefined
}

const TYPES = ['array', 'boolean', 'integer', 'null', 'number', 'object', 'string']
const isText = (value: unknown) => typeof value === 'string'
const isNumber = (value: unknown) => typeof value === 'number'
const isFlag = (value: unknown) => typeof value === 'boolean'
const isCount = (value: unknown) => Number.isInteger(value) && (value as number) >= 0
const isNames = (value: unknown) => Array.isArray(value) && value.every(isText)
const isType = (value: unknown) => isText(value) && TYPES.includes(value as string)
const DYNAMIC = ['$dynamicRef', '$recursiveRef']

const SHAPES: Readonly<Record<string, (value: unknown) => boolean>> = {
  ...Object.fromEntries(COUNTS.map((name) => [name, isCount])),
  ...Object.fromEntries(LIST_OF_SCHEMAS.map((name) => [name, Array.isArray])),
  ...Object.fromEntries([...MAP_OF_SCHEMAS, 'dependencies'].map((name) => [name, isRecord])),
  $ref: isText,
  $schema: isText,
  dependentRequired: (value) => isRecord(value) && Object.values(value).every(isNames),
  enum: Array.isArray,
  exclusiveMaximum: (value) => isNumber(value) || isFlag(value),
  exclusiveMinimum: (value) => isNumber(value) || isFlag(value),
  format: isText,
  maximum: isNumber,
  minimum: isNumber,
  multipleOf: (value) => isNumber(value) && (value as number) > 0,
  nullable: isFlag,
  pattern: isText,
  required: isNames,
  type: (value) => isType(value) || (Array.isArray(value) && value.every(isType)),
  uniqueItems: isFlag,
}

function problem(pointer: string, message: string): Unreadable {
  return { pointer, message }
}
