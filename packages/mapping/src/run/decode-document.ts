import type { AnyMapping, DerivedNode } from '../declare/node.js'
import { isRefusal } from '../refusal.js'
import { readPath } from '../wire/path.js'
import { nodeReader, ruleReader } from './node-reader.js'
import { type Placer, placer, plainField } from './placer.js'
import { handDown, type Plan, planOf } from './plan.js'
import type {
  DocumentReader,
  Readers,
  Reading,
  RuleReader,
  RuleReaders,
  Surveyed,
} from './reading.js'
import { complainAt, computeThrough, FAILED } from './scope.js'
import { type Places, placesOf, survey } from './survey.js'

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

/** A mapping made ready. */
interface PreparedMapping {
  readonly plan: Plan
  readonly places: Places
  readonly nothing: readonly undefined[]
  readonly rules: readonly PreparedRule[]
  readonly derivations: readonly Derivation[]
}

/** A rule made ready, and where its value goes. */
interface PreparedRule extends RuleReader {
  readonly field: string | undefined
  readonly place: Placer
}

interface Derivation {
  readonly node: DerivedNode
  readonly place: Placer
}

function createReader(mapping: AnyMapping): DocumentReader {
  const plan = planOf(mapping)
  const places = placesOf(plan.known)
  const within: RuleReaders = {
    slotOf: ({ pointer }) => places.slots.get(pointer) as number,
    rule: (node) => ruleReader(node, within),
    document: documentReader,
  }
  const rules = mapping.nodes.map((node) => {
    const { rule, read } = ruleReader(node, within)
    return { rule, read, field: plainField(node), place: placer(node) }
  })
  const derived = mapping.nodes.filter((node) => node.kind === 'derived')
  const derivations = derived.map((node) => ({ node, place: placer(node) }))
  const nothing = Array.from({ length: places.slots.size }, () => undefined)
  const prepared: PreparedMapping = { plan, places, nothing, rules, derivations }
  return (reading) => readDocument(prepared, reading)
}

function readDocument(prepared: PreparedMapping, reading: Surveyed): object {
  const { plan, places, nothing, rules, derivations } = prepared
  const before = reading.errors.length
  reading.raws = nothing.slice()
  reading.context = contextOf(plan, reading)
  survey(places, reading)
  const entity = readRules(rules, reading)
  if (reading.errors.length === before) {
    for (const derivation of derivations) derive(derivation, entity, reading)
  }
  return entity
}

function contextOf(plan: Plan, { context, document }: Reading): object {
  return handDown(plan, context, ({ path }) => readPath(document, path))
}

function readRules(rules: readonly PreparedRule[], reading: Surveyed): object {
  const entity: Record<string, unknown> = {}
  for (let index = 0; index < rules.length; index += 1) {
    const prepared = rules[index] as PreparedRule
    const { field, place } = prepared
    const value = prepared.read(prepared.rule, reading)
    if (value === FAILED) continue
    if (field === undefined) place(entity, value)
    else if (value !== undefined) entity[field] = value
  }
  return entity
}

function derive({ node, place }: Derivation, entity: object, reading: Reading): void {
  const value = computeThrough(node, entity)
  if (isRefusal(value)) complainAt(reading, node, { refusal: value, value: undefined })
  else place(entity, value)
}
