import type { AnyMapping, DerivedNode, Node } from '../declare/node.js'
import { isRefusal } from '../refusal.js'
import { readPath } from '../wire/path.js'
import { nodeReader, ruleReader } from './node-reader.js'
import { type Placer, placer, plainField } from './placer.js'
import { addsNothing, handDown, type Plan, planOf } from './plan.js'
import {
  type Copied,
  type DocumentReader,
  NEVER_COPIED,
  type Readers,
  type Reading,
  type RuleReader,
  type RuleReaders,
  type Surveyed,
} from './reading.js'
import { emptyOf, type Roomy, roomy } from './roomy.js'
import { complainAt, computeThrough, FAILED } from './scope.js'
import { type Places, placesOf, survey } from './survey.js'

/** The interpreter's readers. */
export const readers: Readers = {
  node: (node) => nodeReader(node, readers),
  document: documentReader,
}
const prepared = new WeakMap<AnyMapping, DocumentReader<PreparedMapping>>()

/** A mapping made ready to read, made once. */
export function documentReader(mapping: AnyMapping): DocumentReader<PreparedMapping> {
  let reader = prepared.get(mapping)
  if (!reader) {
    reader = createReader(mapping)
    prepared.set(mapping, reader)
  }
  return reader
}

/** A mapping made ready. */
interface PreparedMapping {
  readonly plan: Plan
  readonly places: Places
  /** How many places there are. */
  readonly count: number
  readonly rules: readonly PreparedRule[]
  readonly derivations: readonly Derivation[]
  readonly Entity: Roomy | undefined
}

/** A rule made ready, and where its value goes. */
interface PreparedRule extends RuleReader {
  readonly copied: Copied
  readonly field: string | undefined
  readonly place: Placer
}

interface Derivation {
  readonly node: DerivedNode
  readonly place: Placer
}

function createReader(mapping: AnyMapping): DocumentReader<PreparedMapping> {
  const plan = planOf(mapping)
  const places = placesOf(plan.known)
  const within: RuleReaders = {
    slotOf: ({ pointer }) => places.slots.get(pointer) as number,
    rule: (node) => ruleReader(node, within),
    document: documentReader,
  }
  const rules = mapping.nodes.map((node): PreparedRule => {
    const { rule, read, copied = NEVER_COPIED } = ruleReader(node, within)
    return { rule, read, copied, field: plainField(node), place: placer(node) }
  })
  const derived = mapping.nodes.filter((node) => node.kind === 'derived')
  const derivations = derived.map((node) => ({ node, place: placer(node) }))
  const count = places.slots.size
  const Entity = roomy(rules.length)
  return {
    mapping: { plan, places, count, rules, derivations, Entity },
    room: count + Math.max(0, ...mapping.nodes.map(roomInside)),
    read: readDocument,
  }
}

// how many values a rule puts behind the places of the document that it is of
function roomInside(node: Node): number {
  switch (node.kind) {
    case 'group':
    case 'joint':
      return node.reads.length
    case 'each':
    case 'nest':
      return documentReader(node.mapping).room
    case 'single':
      return roomInside(node.node)
    case 'concat':
      return Math.max(0, ...node.parts.map(roomInside))
    default:
      return 0
  }
}

function readDocument(prepared: PreparedMapping, reading: Surveyed): object {
  const { plan, places, count, derivations } = prepared
  const before = reading.errors.length
  makeRoom(reading, count)
  reading.context = contextOf(plan, reading)
  survey(places, reading)
  const entity = readRules(prepared, reading)
  if (reading.errors.length === before) {
    for (const derivation of derivations) derive(derivation, entity, reading)
  }
  return entity
}

// what stood there was of a document that is read
function makeRoom(reading: Surveyed, count: number): void {
  const { raws, base } = reading
  const end = base + count
  for (let place = base; place < end; place += 1) raws[place] = undefined
  reading.end = end
}

function contextOf(plan: Plan, { context, document }: Reading): object {
  // where nothing is read no function is needed that reads
  if (addsNothing(plan, context)) return context
  return handDown(plan, context, ({ path }) => readPath(document, path))
}

function readRules({ rules, Entity }: PreparedMapping, reading: Surveyed): object {
  const { raws, base } = reading
  const entity = emptyOf(Entity)
  for (let index = 0; index < rules.length; index += 1) {
    const prepared = rules[index] as PreparedRule
    const { field, place, copied } = prepared
    const raw = raws[base + copied.slot]
    const value = isCopied(copied, raw) ? raw : prepared.read(prepared.rule, reading)
    if (value === FAILED) continue
    if (field === undefined) place(entity, value)
    else if (value !== undefined) entity[field] = value
  }
  return entity
}

// to ask for a type that is not known here is slow
function isCopied({ type }: Copied, raw: unknown): boolean {
  return type === 'string'
    ? typeof raw === 'string'
    : type === 'boolean' && typeof raw === 'boolean'
}

function derive({ node, place }: Derivation, entity: object, reading: Reading): void {
  const value = computeThrough(node, entity)
  if (isRefusal(value)) complainAt(reading, node, { refusal: value, value: undefined })
  else place(entity, value)
}
