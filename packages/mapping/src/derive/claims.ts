import type { AnyMapping, Node } from '../declare/node.js'
import { placesOfNode } from '../declare/places.js'
import { placeAt, tokensOf } from '../wire/path.js'

/** What a mapping does with a field. */
export type ClaimState = 'mapped' | 'preserved' | 'ignored'

/** What a mapping says of one place of the document. */
export interface Claim {
  readonly state: ClaimState
  /** The mapping's entity and the canonical place, where a rule reads it. */
  readonly entity: string
  readonly place: string
  /** The rule in words, or why the field is ignored. */
  readonly words: string
}

/** All that is said of a document, key by key. */
export interface ClaimTree {
  readonly own: Claim[]
  readonly inside: Map<string, ClaimTree>
}

/** A mapping of a document, or of what stands at a place of it. */
export interface CoveragePart {
  readonly mapping: AnyMapping
  /** JSON Pointer of the part, with `*` for every element of a list; absent for the whole document. */
  readonly at?: string
  /** What the mapping is told of the document around the part: name → JSON Pointer from the root. */
  readonly handed?: Readonly<Record<string, string>>
  /**
   * Where the places that the mapping reads stand in the document as it is sent, if it is brought
   * into another form before: pointers with `*`, one or several for each.
   */
  places?(pointer: string): readonly string[]
}

/** What the parts say of the document together. */
export function claimsOf(parts: readonly CoveragePart[]): ClaimTree {
  const root = emptyTree()
  for (const part of parts) {
    const { mapping, at = '', handed = {} } = part
    for (const [name, pointer] of Object.entries(handed)) {
      const words = handedWords(name)
      grow(root, pointer).own.push({ state: 'mapped', entity: mapping.entity, place: '', words })
    }
    for (const [pointer, claim] of claimsIn(mapping, { wire: '', place: '' })) {
      for (const place of part.places?.(pointer) ?? [pointer])
        grow(root, at + place).own.push(claim)
    }
  }
  return root
}

function emptyTree(): ClaimTree {
  return { own: [], inside: new Map() }
}

function grow(root: ClaimTree, pointer: string): ClaimTree {
  let at = root
  for (const token of tokensOf(pointer)) {
    const next = at.inside.get(token) ?? emptyTree()
    at.inside.set(token, next)
    at = next
  }
  return at
}

interface Around {
  readonly wire: string
  readonly place: string
}

type Placed = readonly [pointer: string, claim: Claim]

function claimsIn(mapping: AnyMapping, around: Around): readonly Placed[] {
  const { entity, context, preserve, ignore } = mapping
  const carried = (state: ClaimState, pointer: string, words: string): Placed => [
    around.wire + pointer,
    { state, entity, place: '', words },
  ]
  return [
    ...mapping.nodes.flatMap((node) => claimsOfNode(node, mapping, around)),
    ...Object.entries(context).map(([name, { pointer }]) =>
      carried('mapped', pointer, handedWords(name)),
    ),
    ...preserve.map(({ pointer }) => carried('preserved', pointer, 'carried as it is')),
    ...ignore.map(({ wire, reason }) => carried('ignored', wire.pointer, reason)),
  ]
}

function handedWords(name: string): string {
  return `handed down to the rules as ${name}`
}

function claimsOfNode(node: Node, mapping: AnyMapping, around: Around): readonly Placed[] {
  const place = around.place + node.entity.pointer
  switch (node.kind) {
    case 'leaf':
    case 'group':
    case 'joint': {
      const words = node.kind === 'leaf' ? node.leaf.doc : node.doc
      const claim = { state: 'mapped', entity: mapping.entity, place, words } as const
      return placesOfNode(node).map(({ pointer }) => [around.wire + pointer, claim])
    }
    case 'pairs': {
      const names = node.members.map(({ name }) => `“${name}”`).join(', ')
      const words = `values of ${names}; other pairs are carried`
      const claim = { state: 'mapped', entity: mapping.entity, place, words } as const
      return [[around.wire + node.wire.pointer, claim]]
    }
    case 'each': {
      const wire = `${around.wire}${node.wire.pointer}/*`
      const inner = claimsIn(node.mapping, { wire, place: `${place}/*` })
      // the field that holds the name of an entry is a key, not a place of the document
      const name = node.keyed === undefined ? undefined : wire + placeAt([node.keyed]).pointer
      return inner.filter(([pointer]) => pointer !== name)
    }
    case 'nest':
      return claimsIn(node.mapping, { wire: around.wire + node.wire.pointer, place })
    case 'single':
      return claimsOfNode(node.node, mapping, around).map(([pointer, claim]) => [
        pointer,
        { ...claim, place: `${place}/*${claim.place.slice(place.length)}` },
      ])
    case 'concat':
      return node.parts.flatMap((part) => claimsOfNode(part, mapping, around))
    default:
      return []
  }
}
