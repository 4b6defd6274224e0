import type { AnyMapping, DerivedNode, Node, PairsNode } from '../declare/node.js'
import { isRefusal, refuse } from '../refusal.js'
import { isJsonObject, ownValue, setOwn } from '../wire/json.js'
import { type Path, placeAt, readPath, writePath } from '../wire/path.js'
import { nodeReader } from './node-reader.js'
import { handDown, type Known, planOf } from './plan.js'
import type { DocumentReader, Readers, Reading } from './reading.js'
import { addInside, carryField, type Gathered, keepField, startResidue } from './residue.js'
import { complain, complainAt, computeThrough, FAILED } from './scope.js'

const NO_OBJECT = refuse('type', 'an object')
/** The interpreter's readers. */
export const readers: Readers = {
  node: (node) => nodeReader(node, readers),
  document: documentReader,
}
const prepared = new WeakMap<AnyMapping, DocumentReader>()

/** A mapping made ready to read, made once. */
export function documentReader(mapping: AnyMapping): DocumentReader {
  let reader = prepared.get(mapping)
  if (!reader) {
    reader = createReader(mapping)
    prepared.set(mapping, reader)
  }
  return reader
}

function createReader(mapping: AnyMapping): DocumentReader {
  const plan = planOf(mapping)
  const rules = mapping.nodes.map((node) => ({
    read: nodeReader(node, readers),
    place: placer(node),
  }))
  const derivations = mapping.nodes.filter((node) => node.kind === 'derived')
  return (outer) => {
    const { document, errors } = outer
    const before = errors.length
    const context = handDown(plan, outer.context, ({ path }) => readPath(document, path))
    const reading = context === outer.context ? outer : { ...outer, context }
    const entity = {}
    for (const { read, place } of rules) {
      const value = read(reading)
      if (value !== FAILED) place(entity, value)
    }
    if (errors.length === before) for (const node of derivations) derive(node, entity, reading)
    keepUnknown(plan.known, reading, {
      value: document as Entered['value'],
      path: [],
      residue: reading.residue,
    })
    return entity
  }
}

type Placer = (entity: object, value: unknown) => void

// a nested literal is part of the entity's shape even where none of its fields has a value
function placer(node: Node): Placer {
  const { path } = node.entity
  if (node.kind === 'joint') return partPlacer(path, node.fields)
  if (node.kind === 'pairs') return partPlacer(path, fieldsOf(node))
  const [key] = path
  if (key !== undefined && path.length === 1) {
    return (entity, value) => value === undefined || setOwn(entity, key, value)
  }
  return (entity, value) => {
    if (value !== undefined) writePath(entity, path, value)
    else partOf(entity, path.slice(0, -1))
  }
}

const fieldsOf = ({ members }: PairsNode) => members.map(({ field }) => field)

function partPlacer(path: Path, fields: readonly string[]): Placer {
  return (entity, values) => {
    const part = partOf(entity, path)
    for (const field of fields) {
      const value = isJsonObject(values) ? ownValue(values, field) : undefined
      if (value !== undefined) setOwn(part, field, value)
    }
  }
}

function partOf(entity: object, path: Path): object {
  if (path.length === 0) return entity
  const part = readPath(entity, path) as object | undefined
  if (part) return part
  const made = {}
  writePath(entity, path, made)
  return made
}

function derive(node: DerivedNode, entity: object, reading: Reading): void {
  const value = computeThrough(node, entity)
  if (isRefusal(value)) complainAt(reading, node, { refusal: value, value: undefined })
  else placer(node)(entity, value)
}

interface Entered {
  readonly value: Readonly<Record<string, unknown>>
  readonly path: Path
  readonly residue: Gathered
}

function keepUnknown(known: Known, reading: Reading, { value, path, residue }: Entered): void {
  const { fields } = known
  for (const key in value) {
    const state = fields.get(key)
    if (state === 'read' || !Object.hasOwn(value, key)) continue
    const field = value[key]
    if (field === undefined) continue
    if (typeof state !== 'object') carryField(residue, key, field)
    else enter(state, reading, { key, field, residue, path })
  }
}

interface Inner extends Omit<Entered, 'value'> {
  readonly key: string
  readonly field: unknown
}

function enter(known: Known, reading: Reading, { key, field, residue, path }: Inner): void {
  const inside = [...path, key]
  if (field === null || (isJsonObject(field) && Object.keys(field).length === 0)) {
    keepField(residue, key, field)
  } else if (isJsonObject(field)) {
    const found: Gathered =
      (residue.inside && (ownValue(residue.inside, key) as Gathered)) ?? startResidue()
    keepUnknown(known, reading, { value: field, path: inside, residue: found })
    addInside(residue, key, found)
  } else {
    const { pointer } = placeAt(inside)
    complain(reading, { ...AT_OBJECT, refusal: NO_OBJECT, value: field, wire: pointer })
  }
}

const AT_OBJECT = { rule: 'object', entity: '' } as const
