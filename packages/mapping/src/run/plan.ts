import type { AnyMapping, Node } from '../declare/node.js'
import { carriedPlaces, placesOfNode } from '../declare/places.js'
import type { Path, Place } from '../wire/path.js'

/** The keys of a wire object that a mapping knows: read by a rule, carried, or an object to enter. */
export interface Known {
  readonly fields: Map<string, Known | 'read' | 'carried'>
}

/** A mapping made ready to run. */
export interface Plan {
  readonly system: string
  /** Rules that write what the context is read from, in the order of the declaration. */
  readonly first: readonly Node[]
  readonly rest: readonly Node[]
  readonly known: Known
  readonly context: readonly (readonly [name: string, place: Place])[]
}

const plans = new WeakMap<AnyMapping, Plan>()

/** The plan of a mapping, made once. */
export function planOf(mapping: AnyMapping): Plan {
  let plan = plans.get(mapping)
  if (!plan) {
    plan = createPlan(mapping)
    plans.set(mapping, plan)
  }
  return plan
}

function createPlan(mapping: AnyMapping): Plan {
  const context = Object.entries(mapping.context)
  const handed = new Set(context.map(([, { pointer }]) => pointer))
  const isFirst = (node: Node) => placesOfNode(node).some(({ pointer }) => handed.has(pointer))
  return {
    system: mapping.system,
    first: mapping.nodes.filter(isFirst),
    rest: mapping.nodes.filter((node) => !isFirst(node)),
    known: knownOf(mapping),
    context,
  }
}

function knownOf(mapping: AnyMapping): Known {
  const known: Known = { fields: new Map() }
  for (const { path } of mapping.nodes.flatMap(placesOfNode)) markRead(known, path)
  for (const { path } of carriedPlaces(mapping)) markCarried(known, path)
  return known
}

function markRead(known: Known, path: Path): void {
  let level = known
  for (const key of path.slice(0, -1)) {
    const found = level.fields.get(key)
    const next = typeof found === 'object' ? found : { fields: new Map() }
    level.fields.set(key, next)
    level = next
  }
  level.fields.set(path.at(-1) as string, 'read')
}

// an object of which nothing is read is carried as a whole
function markCarried(known: Known, path: Path): void {
  let level = known
  for (const key of path) {
    const found = level.fields.get(key)
    if (found === undefined) level.fields.set(key, 'carried')
    if (typeof found !== 'object') return
    level = found
  }
}

/** The context of the rules inside a document: what came from outside and what it hands down. */
export function handDown(plan: Plan, outer: object, read: (place: Place) => unknown): object {
  if (addsNothing(plan, outer)) return outer
  const inner: Record<string, unknown> = { ...outer, system: plan.system }
  for (const [name, place] of plan.context) inner[name] = read(place)
  return inner
}

/** Whether a document hands down the context around it and nothing else. */
export function addsNothing(
  { context, system }: Plan,
  outer: { readonly system?: unknown },
): boolean {
  return context.length === 0 && outer.system === system
}
