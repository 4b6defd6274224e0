import { canonicalText } from '../value/canonical-text.js'
import { disagreements } from './disagreement.js'
import type { Finding } from './finding.js'
import { type Owners, type Ownership, ownersOf } from './ownership.js'
import { escapePointer } from './pointer.js'
import type { Said } from './said.js'

/** What one connection currently says about an entity. */
export interface SourceState {
  readonly connection: string
  readonly body: Readonly<Record<string, unknown>>
}

/** The merged entity and what non-owners said differently. */
export interface Merged {
  readonly body: Readonly<Record<string, unknown>>
  readonly findings: readonly Finding[]
}

/**
 * Makes one entity out of what several connections say about it.
 *
 * Pure, and independent of the order of `sources` and of how often one is told: every field comes
 * from its owner; refs of all sources are kept; a non-owner's different value is a finding and
 * changes nothing. The word of an owner that speaks counts also where it leaves a field out. A field
 * whose owner has said nothing at all yet is taken from the first other source by name of
 * connection that has it.
 */
export function mergeSources(sources: readonly SourceState[], ownership: Ownership): Merged {
  const owners = ownersOf(ownership)
  const [only] = sources
  if (only && sources.length === 1 && isFlat(owners))
    return { body: inKeyOrder(only), findings: [] }
  const sorted = inOneOrder(sources)
  const said = sorted.map(({ connection, body }) => ({ connection, value: withoutRefs(body) }))
  const findings: Finding[] = []
  const merging = { personal: ownership.personal, findings }
  const body = mergeKeys('', { said, owners, merging, value: undefined })
  return { body: { refs: mergeRefs(sorted), ...body }, findings }
}

interface Merging {
  readonly personal: Ownership['personal']
  readonly findings: Finding[]
}

interface Field {
  readonly said: readonly Said[]
  readonly owners: Owners
  readonly merging: Merging
}

function mergeField(path: string, field: Field): unknown {
  const { said, owners, merging } = field
  const speaker = speakerOf(said, owners.owner)
  const isWhole = speaker?.value !== undefined && !isRecord(speaker.value)
  if (owners.inside.size > 0 && !isWhole) {
    const merged = mergeKeys(path, { ...field, value: speaker?.value })
    return Object.keys(merged).length > 0 ? merged : speaker?.value
  }
  if (speaker) merging.findings.push(...disagreements(path, { speaker, said, ...merging }))
  return speaker?.value
}

function mergeKeys(
  path: string,
  { said, owners, merging }: Field & { readonly value: unknown },
): Readonly<Record<string, unknown>> {
  const keys = new Set(said.flatMap(({ value }) => (isRecord(value) ? Object.keys(value) : [])))
  const entries = [...keys].sort().map((key): [string, unknown] => {
    const inner = said.map(({ connection, value }) => ({ connection, value: ownValue(value, key) }))
    const owner = owners.inside.get(key) ?? { owner: owners.owner, inside: new Map() }
    return [
      key,
      mergeField(`${path}/${escapePointer(key)}`, { said: inner, owners: owner, merging }),
    ]
  })
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined))
}

/** Whose word counts: the owner's if it is among the sources, else that of the first who has one. */
function speakerOf(said: readonly Said[], owner: string): Said | undefined {
  return (
    said.find(({ connection }) => connection === owner) ??
    said.find(({ value }) => value !== undefined)
  )
}

// one order whatever came first, and every state once
function inOneOrder(sources: readonly SourceState[]): readonly SourceState[] {
  const byText = new Map(
    sources.map((source) => [canonicalText([source.connection, source.body]), source]),
  )
  return [...byText]
    .sort(([a, { connection: c }], [b, { connection: d }]) => {
      return c === d ? (a < b ? -1 : 1) : c < d ? -1 : 1
    })
    .map(([, source]) => source)
}

// whoever owns what: nobody else said anything
function inKeyOrder(source: SourceState): SourceState['body'] {
  const refs = refsIn(source)
  const body: Record<string, unknown> = { refs: refs.length < 2 ? refs : mergeRefs([source]) }
  for (const key of inOrder(Object.keys(source.body))) {
    const value = source.body[key]
    if (value !== undefined && key !== 'refs') setOwn(body, key, value)
  }
  return body
}

// one mapping says the same fields time and again
function inOrder(keys: readonly string[]): readonly string[] {
  const isKnown = keys.length === latest.keys.length && keys.every(isKeyOfLatest)
  if (!isKnown) latest = { keys, ordered: [...keys].sort() }
  return latest.ordered
}

let latest: Readonly<Record<'keys' | 'ordered', readonly string[]>> = { keys: [], ordered: [] }

function isKeyOfLatest(key: string, index: number): boolean {
  return latest.keys[index] === key
}

// a field that is called like the prototype is a field
function setOwn(...[body, key, value]: [Record<string, unknown>, string, unknown]): void {
  if (key in body) {
    Object.defineProperty(body, key, {
      value,
      enumerable: true,
      writable: true,
      configurable: true,
    })
  } else body[key] = value
}

function isFlat({ inside }: Owners): boolean {
  return [...inside.values()].every((owners) => owners.inside.size === 0)
}

function mergeRefs(sources: readonly SourceState[]): readonly unknown[] {
  const refs = sources.flatMap(refsIn)
  if (refs.length < 2) return refs
  const seen = new Map(refs.map((ref) => [canonicalText(ref), ref]))
  return [...seen.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, ref]) => ref)
}

function refsIn({ body: { refs } }: SourceState): readonly unknown[] {
  return Array.isArray(refs) ? refs : []
}

function withoutRefs(body: SourceState['body']): SourceState['body'] {
  return Object.fromEntries(Object.entries(body).filter(([key]) => key !== 'refs'))
}

function ownValue(value: unknown, key: string): unknown {
  return isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
