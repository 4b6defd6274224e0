import { escapePointer } from '@canonry/model'
import type { AnyMapping } from '../declare/node.js'
import {
  type Claim,
  type ClaimState,
  type ClaimTree,
  type CoveragePart,
  claimsOf,
} from './claims.js'
import { ANY, type Spec, type SpecContent, type SpecField } from './spec/spec.js'

/** A field of a specification, and what becomes of it. */
export interface CoveredField {
  /** JSON Pointer; `*` for any element of a list and any key of a map. */
  readonly pointer: string
  readonly state: ClaimState | 'unmapped'
  /** Who reads it, or why it is carried or ignored; nobody where it is unmapped. */
  readonly by: readonly Claim[]
  /** Why the specification wants it no longer used. */
  readonly deprecated?: string
  /** What is known of it no further, and why: it contains itself. */
  readonly note?: string
}

/** A place that a mapping names and the specification does not have. */
export interface UnknownPlace {
  readonly pointer: string
  readonly state: ClaimState
}

/** How the fields of a specification are accounted for. */
export interface Coverage {
  readonly spec: string
  readonly fields: readonly CoveredField[]
  readonly unknown: readonly UnknownPlace[]
  readonly counts: Readonly<Record<CoveredField['state'], number>>
}

/**
 * Accounts for every field of a specification, at every depth: mapped, preserved, ignored with a
 * reason, or unmapped. A pack may be released when nothing is unmapped.
 *
 * An object that is read, carried or ignored as a whole is one field, and so is one of which nothing
 * is said: what is inside it is not looked at. An object that the mapping enters counts by what is
 * inside. So specifications that contain themselves end where the mapping ends.
 */
export function coverage(
  subject: AnyMapping | { readonly parts: readonly CoveragePart[] },
  spec: Spec,
): Coverage {
  const claims = claimsOf('parts' in subject ? subject.parts : [{ mapping: subject }])
  const walk: Walk = { fields: [], seen: new Set() }
  const content = spec.content()
  enter(content, { claims, pointer: '', carried: [], around: [content.is], walk })
  const counts = { mapped: 0, preserved: 0, ignored: 0, unmapped: 0 }
  for (const { state } of walk.fields) counts[state] += 1
  return { spec: spec.title, fields: walk.fields, unknown: unseen(claims, walk.seen), counts }
}

interface Walk {
  readonly fields: CoveredField[]
  readonly seen: Set<ClaimTree>
}

interface Place {
  readonly claims: ClaimTree | undefined
  readonly pointer: string
  /** What holds for everything inside that nothing else is said of. */
  readonly carried: readonly Claim[]
  /** The parts of the specification that the place stands in. */
  readonly around: readonly object[]
  readonly walk: Walk
}

function enter({ fields }: SpecContent, place: Place): void {
  const claimsAt = (name: string) => place.claims?.inside.get(name)
  const isClaimed = (name: string | undefined) =>
    name !== undefined && place.claims?.inside.has(name) === true
  for (const field of fields) {
    if (!isClaimed(field.name) && (field.isPaging || isClaimed(field.twin))) continue
    const pointer = `${place.pointer}/${escapePointer(field.name)}`
    visit(field, { ...place, pointer, claims: claimsAt(field.name) })
  }
  if (fields.some(({ name }) => name === ANY)) {
    const others = [...(place.claims?.inside ?? [])].filter(([name]) => name !== ANY)
    for (const [, claims] of others) seeAll(claims, place.walk)
  }
}

function visit(field: SpecField, place: Place): void {
  const { claims, walk } = place
  if (claims) walk.seen.add(claims)
  const own = strongest(claims?.own ?? [])
  const carried = own.length > 0 ? own : place.carried
  const inside = claims ? claimsBelow(claims) : []
  const isWhole = own[0]?.state === 'mapped' || inside.length === 0
  const content = isWhole ? undefined : field.content()
  if (claims && content?.fields.some(({ name }) => isNamed(claims, name))) {
    enter(content, { ...place, carried, around: [...place.around, content.is] })
    return
  }
  if (claims && (isWhole || content?.isOpen)) seeAll(claims, walk)
  note(field, place, content?.isOpen ? inside : carried)
}

// any key of a map may be one that the mapping names
function isNamed({ inside }: ClaimTree, name: string): boolean {
  return inside.has(name) || name === ANY
}

function note(field: SpecField, { pointer, around, walk }: Place, by: readonly Claim[]): void {
  const { deprecated } = field
  const state = by[0]?.state ?? 'unmapped'
  const content = state === 'unmapped' ? field.content() : undefined
  const repeated = content && around.includes(content.is) ? 'contains what it stands in' : undefined
  const said = content?.note ?? repeated
  walk.fields.push({
    pointer,
    state,
    by,
    ...(deprecated === undefined ? {} : { deprecated }),
    ...(said === undefined ? {} : { note: said }),
  })
}

const STRENGTH: readonly ClaimState[] = ['mapped', 'preserved', 'ignored']

/** What is read is not carried, and what is carried is not ignored, whoever says so. */
function strongest(claims: readonly Claim[]): readonly Claim[] {
  const state = STRENGTH.find((each) => claims.some((claim) => claim.state === each))
  return claims.filter((claim) => claim.state === state)
}

function claimsBelow(tree: ClaimTree): readonly Claim[] {
  return strongest(
    [...tree.inside.values()].flatMap((inner) => [...inner.own, ...claimsBelow(inner)]),
  )
}

function seeAll(tree: ClaimTree, walk: Walk): void {
  walk.seen.add(tree)
  for (const inner of tree.inside.values()) seeAll(inner, walk)
}

function unseen(tree: ClaimTree, seen: ReadonlySet<ClaimTree>, pointer = ''): UnknownPlace[] {
  const [own] = seen.has(tree) ? [] : strongest(tree.own)
  const inside = [...tree.inside].flatMap(([name, inner]) =>
    unseen(inner, seen, `${pointer}/${escapePointer(name)}`),
  )
  return [...(own ? [{ pointer, state: own.state }] : []), ...inside]
}
