import type { z } from 'zod'
import type { Leaf } from '../leaves/leaf.js'
import type { Path, Place } from '../wire/path.js'

/** A leaf whose types were checked where it was declared. */
// biome-ignore lint/suspicious/noExplicitAny: a mapping holds leaves of all types
export type AnyLeaf = Leaf<any, any, any>

/** What every rule says about where it belongs. */
export interface RuleOptions {
  /** The operation of the system that can change this place; absent where none can. */
  readonly write?: string
  /** A sentence for the mapping document. */
  readonly note?: string
}

interface At extends RuleOptions {
  readonly entity: Place
}

/** One wire value ⇄ one canonical value. */
export interface LeafNode extends At {
  readonly kind: 'leaf'
  readonly wire: Place
  readonly leaf: AnyLeaf
  /** What `null` or nothing means: an error, an absent optional value, or something to the leaf. */
  readonly empty: 'refused' | 'optional' | 'meaning'
}

/** One of the wire values that a group reads. */
export interface Read {
  readonly name: string
  readonly wire: Place
  /** Absent where the group takes the wire value as it is. */
  readonly leaf?: AnyLeaf
  /** What the wire schema says about a value that is taken as it is. */
  readonly schema: z.ZodType
  readonly optional: boolean
}

/** Several wire values ⇄ one canonical value. */
export interface GroupNode extends At {
  readonly kind: 'group'
  readonly reads: readonly Read[]
  readonly doc: string
  readonly loss?: string
  /** Places inside the canonical value that are never written: pointer → reason. */
  readonly unwritten?: Readonly<Record<string, string>>
  /** The operations read by read, where they differ; a read that is not named has none. */
  readonly writes?: Readonly<Record<string, string>>
  get(values: Readonly<Record<string, unknown>>, context: object): unknown
  put(value: unknown, context: object): unknown
}

/** Several wire values ⇄ several canonical values that lie beside each other. */
export interface JointNode extends Omit<GroupNode, 'kind' | 'unwritten'> {
  readonly kind: 'joint'
  /** The canonical fields; `entity` is the place around them. */
  readonly fields: readonly string[]
}

/** A canonical field that another rule, a joint or a list of pairs, reads and writes. */
export interface JoinedNode extends At {
  readonly kind: 'joined'
}

/** Values that a list of name and value pairs holds under known names ⇄ canonical fields. */
export interface PairsNode extends At {
  readonly kind: 'pairs'
  readonly wire: Place
  /** The fields of a pair. */
  readonly keys: { readonly name: string; readonly value: string }
  /** The canonical fields; `entity` is the place around them. */
  readonly members: readonly PairMember[]
}

/** A pair that is known by its name. */
export interface PairMember {
  readonly field: string
  readonly name: string
  readonly leaf: AnyLeaf
}

/** A canonical value that follows from the entity's other values. */
export interface DerivedNode extends At {
  readonly kind: 'derived'
  readonly doc: string
  compute(entity: never): unknown
}

/** A list of wire documents ⇄ a list of entities, aligned by key. */
export interface EachNode extends At {
  readonly kind: 'each'
  readonly wire: Place
  readonly mapping: AnyMapping
  readonly key: (entity: never) => string
  readonly absent: boolean
  /** The wire list is an object; its keys are read as this field of the documents. */
  readonly keyed?: string
  readonly owns?: (element: never) => boolean
}

/** A list of at most one element, from any rule. */
export interface SingleNode extends At {
  readonly kind: 'single'
  readonly node: Node
  readonly owns?: (element: never) => boolean
}

/** One list out of several places of the document. */
export interface ConcatNode extends At {
  readonly kind: 'concat'
  readonly parts: readonly (EachNode | SingleNode)[]
}

/** A document inside the document ⇄ an entity inside the entity. */
export interface NestNode extends At {
  readonly kind: 'nest'
  readonly wire: Place
  readonly mapping: AnyMapping
  readonly optional: boolean
}

/** A canonical value that the mapping itself fixes. */
export interface ConstantNode extends At {
  readonly kind: 'constant'
  readonly value: unknown
}

/** Where the document stands in its list, counted from 0, as text. */
export interface PositionNode extends At {
  readonly kind: 'position'
}

/** A canonical field that the system does not have. */
export interface AbsentNode extends At {
  readonly kind: 'absent'
  readonly reason: string
}

/** A rule in its place: what the interpreter runs. */
export type Node =
  | LeafNode
  | GroupNode
  | JointNode
  | JoinedNode
  | PairsNode
  | DerivedNode
  | EachNode
  | SingleNode
  | ConcatNode
  | NestNode
  | ConstantNode
  | PositionNode
  | AbsentNode

/** A mapping without its types. */
export interface AnyMapping {
  readonly system: string
  readonly entity: string
  readonly wire: z.ZodObject
  readonly canonical: z.ZodObject
  readonly nodes: readonly Node[]
  /** What this document hands down: name → where it is read. */
  readonly context: Readonly<Record<string, Place>>
  readonly preserve: readonly Place[]
  readonly ignore: readonly { readonly wire: Place; readonly reason: string }[]
}

/** Where a rule is being put: its canonical path, and the schema that its handles refer to. */
export interface Site {
  readonly entity: Path
  readonly wire: z.ZodObject
}
