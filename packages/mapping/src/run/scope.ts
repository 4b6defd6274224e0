import { escapePointer } from '@canonry/model'
import type { AnyLeaf, DerivedNode, GroupNode, JointNode, Node } from '../declare/node.js'
import { describe, type Refusal, refuse } from '../refusal.js'
import type { Place } from '../wire/path.js'

/**
 * One thing that a document or an entity says and the mapping does not accept.
 *
 * Both pointers are concrete, with list indexes. `found` names a type or a word of a vocabulary;
 * an error never quotes content, so it may be logged.
 */
export interface MappingError {
  /** The leaf or rule that refused. */
  readonly rule: string
  /** What is wrong, kebab-case: `missing`, `type`, `decimal`, `foreign-ref`, `rule-threw`. */
  readonly code: string
  readonly expected: string
  readonly found: string
  readonly wire: string
  readonly entity: string
}

/** Where one document stands in the one around it. */
export interface Position {
  /** The pointer of the field, on either side. */
  readonly wire: string
  readonly entity: string
  /** Its index, where the field is a list. */
  readonly wireIndex?: number | undefined
  readonly entityIndex?: number | undefined
  /** The name under which a keyed object holds it. */
  readonly name?: string | undefined
}

/** Where rules run: one document of the tree. Pointers are joined only when somebody asks. */
export interface Scope {
  readonly context: object
  readonly errors: MappingError[]
  readonly position: Position
  readonly outer: Scope | undefined
}

/** Where a whole document stands. */
export const WHOLE: Position = { wire: '', entity: '' }

function wirePointer({ outer, position }: Scope): string {
  const { wire, wireIndex, name } = position
  const own = name === undefined ? (wireIndex ?? '') : escapePointer(name)
  const inside = own === '' ? wire : `${wire}/${own}`
  return outer ? wirePointer(outer) + inside : inside
}

/** The pointer of a document's entity from the root. */
export function entityPointer({ outer, position }: Scope): string {
  const { entity, entityIndex } = position
  const inside = entityIndex === undefined ? entity : `${entity}/${entityIndex}`
  return outer ? entityPointer(outer) + inside : inside
}

/** A rule gave no value; the reason is among the errors. */
export const FAILED: unique symbol = Symbol('failed')

/** What was refused, and where within its document. */
export interface Complaint {
  readonly rule: string
  readonly refusal: Refusal
  readonly value: unknown
  readonly wire: string
  readonly entity: string
}

/** Notes an error and gives no value. */
export function complain(scope: Scope, complaint: Complaint): typeof FAILED {
  const { rule, refusal, value, wire, entity } = complaint
  scope.errors.push({
    rule,
    code: refusal.code,
    expected: refusal.expected,
    found: refusal.found ?? describe(value),
    wire: wirePointer(scope) + wire,
    entity: entityPointer(scope) + entity,
  })
  return FAILED
}

/** Notes an error at a rule's own places. */
export function complainAt(
  scope: Scope,
  node: Node,
  { refusal, value, wire }: { refusal: Refusal; value: unknown; wire?: Place },
): typeof FAILED {
  return complain(scope, {
    rule: ruleName(node),
    refusal,
    value,
    wire: (wire ?? firstPlace(node))?.pointer ?? '',
    entity: node.entity.pointer,
  })
}

function ruleName(node: Node): string {
  if (node.kind === 'leaf') return node.leaf.name
  return node.kind === 'group' || node.kind === 'joint' ? node.doc : node.kind
}

function firstPlace(node: Node): Place | undefined {
  if (node.kind === 'group' || node.kind === 'joint') return node.reads[0]?.wire
  if (node.kind === 'single') return firstPlace(node.node)
  return 'wire' in node ? node.wire : undefined
}

// a rule is the author's code: what it throws is an error of the document, never of the caller
const THREW = refuse('rule-threw', 'a rule that answers for every value')

/** Whether an error is a mistake of the mapping: a rule threw where it should have answered. */
export function isThrown({ code }: MappingError): boolean {
  return code === THREW.code
}

/** Decodes through a leaf; a leaf that throws has refused. */
export function decodeThrough(leaf: AnyLeaf, wire: unknown, context: object): unknown {
  try {
    return leaf.decode(wire, context)
  } catch {
    return THREW
  }
}

/** Encodes through a leaf; a leaf that throws has refused. */
export function encodeThrough(leaf: AnyLeaf, value: unknown, context: object): unknown {
  try {
    return leaf.encode(value, context)
  } catch {
    return THREW
  }
}

/** Brings a wire value to its leaf's normal form; one that the leaf cannot read stays as it is. */
export function normalThrough(leaf: AnyLeaf, wire: unknown): unknown {
  try {
    return leaf.normal ? leaf.normal(wire) : wire
  } catch {
    return wire
  }
}

/** Asks a group for its canonical value. */
export function getThrough(
  node: GroupNode | JointNode,
  values: Readonly<Record<string, unknown>>,
  context: object,
): unknown {
  try {
    return node.get(values, context)
  } catch {
    return THREW
  }
}

/** Asks a group for its wire values. */
export function putThrough(node: GroupNode | JointNode, value: unknown, context: object): unknown {
  try {
    return node.put(value, context)
  } catch {
    return THREW
  }
}

/** Asks a derivation for its value. */
export function computeThrough(node: DerivedNode, entity: unknown): unknown {
  try {
    return node.compute(entity as never)
  } catch {
    return THREW
  }
}

/** Asks an author's function about an element: `undefined` where it throws. */
export function askAbout<A>(
  ask: ((element: never) => A) | undefined,
  element: unknown,
): A | undefined {
  try {
    return ask?.(element as never)
  } catch {
    return undefined
  }
}
