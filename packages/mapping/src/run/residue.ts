import { escapePointer } from '@canonry/model'
import { isJsonObject, type Json, setOwn } from '../wire/json.js'
import { type Path, type Place, placeAt, readPath, tokensOf } from '../wire/path.js'
import { sameValue } from '../wire/same-value.js'

/**
 * Wire content without a canonical place, by JSON Pointer.
 *
 * In the pointer an element of a list is named by its key, never by its index. A pointer with a
 * leading `-` stands for a place that the document left out although the mapping would write it.
 * Values may hold {@link WireNumber}: store residue with {@link writeWire}, read it with
 * {@link readWire}.
 */
export type Residue = Readonly<Record<string, Json>>

/** Residue while it is being gathered. */
export type Gathered = Record<string, Json>

/** What a rule would write at a place, beside what the document holds there. */
export interface Written {
  readonly place: Place
  readonly raw: unknown
  readonly back: unknown
  readonly normal?: ((wire: never) => unknown) | undefined
}

/** A document that is being read, and the residue gathered from it. */
export interface Reading {
  readonly residue: Gathered
  readonly document: object
}

const DEEPEST = 64

/** Keeps whatever the document says at a place and writing would not say. */
export function keepDifference({ residue, document }: Reading, written: Written): void {
  const { place, raw, back, normal } = written
  const present = presentKeys(document, place.path)
  if (present < place.path.length) {
    if (back !== undefined) keepMissing(residue, document, place.path.slice(0, present + 1))
  } else if (back === undefined || raw === null) {
    if (back !== raw) residue[place.pointer] = raw as Json
  } else {
    const states = normal ? [normal(raw as never), normal(back as never)] : [raw, back]
    keepInside(residue, { pointer: place.pointer, raw, states: states as [unknown, unknown] })
  }
}

// below null nothing can be missing: the null itself is kept where objects are entered
function keepMissing(residue: Gathered, document: object, path: Path): void {
  if (readPath(document, path.slice(0, -1)) === null) return
  residue[`-${placeAt(path).pointer}`] = true
}

interface Difference {
  readonly pointer: string
  readonly raw: unknown
  /** The document's value and the written one, both in normal form. */
  readonly states: readonly [unknown, unknown]
}

function keepInside(
  residue: Gathered,
  { pointer, raw, states }: Difference,
  depth = DEEPEST,
): void {
  const [said, written] = states
  if (sameValue(said, written)) return
  if (depth === 0 || !isJsonObject(raw) || !isJsonObject(said) || !isJsonObject(written)) {
    residue[pointer] = raw as Json
    return
  }
  for (const key of new Set([...Object.keys(said), ...Object.keys(written)])) {
    const inner = `${pointer}/${escapePointer(key)}`
    if (!Object.hasOwn(said, key)) residue[`-${inner}`] = true
    else if (!Object.hasOwn(written, key)) residue[inner] = raw[key] as Json
    else {
      const states: [unknown, unknown] = [said[key], written[key]]
      keepInside(residue, { pointer: inner, raw: raw[key], states }, depth - 1)
    }
  }
}

/** How many keys of a path a document has; all of them where it has the value itself. */
function presentKeys(document: object, path: Path): number {
  let value: unknown = document
  for (const [count, key] of path.entries()) {
    if (!isJsonObject(value) || !Object.hasOwn(value, key) || value[key] === undefined) return count
    value = value[key]
  }
  return path.length
}

/** Adds the residue of an inner document under its place. */
export function addInner(residue: Gathered, pointer: string, inner: Residue): void {
  for (const [key, value] of Object.entries(inner)) {
    residue[key.startsWith('-') ? `-${pointer}${key.slice(1)}` : `${pointer}${key}`] = value
  }
}

/** Residue as a tree, for writing: what is kept at a place and below it. */
export interface Kept {
  value?: Json
  /** The document left this place out. */
  absent?: true
  readonly fields: Map<string, Kept>
}

/** The tree of a residue; keys that are no pointers are passed over. */
export function keptOf(residue: Residue): Kept {
  const root: Kept = { fields: new Map() }
  for (const [key, value] of Object.entries(residue)) {
    const kept = enter(root, tokensOf(key.replace(/^-/, '')))
    if (kept === root) continue
    if (key.startsWith('-')) kept.absent = true
    else kept.value = value
  }
  return root
}

function enter(root: Kept, path: Path): Kept {
  let kept = root
  for (const key of path) {
    let next = kept.fields.get(key)
    if (!next) {
      next = { fields: new Map() }
      kept.fields.set(key, next)
    }
    kept = next
  }
  return kept
}

const LEFT_OUT: Kept = { absent: true, fields: new Map() }

/** What is kept at a place; a place inside one that was missing or `null` was left out as well. */
export function keptAt(root: Kept | undefined, path: Path): Kept | undefined {
  let kept = root
  for (const [count, key] of path.entries()) {
    kept = kept?.fields.get(key)
    if (!kept) return undefined
    const inside = count < path.length - 1
    if (inside && (kept.absent || kept.value === null)) return LEFT_OUT
  }
  return kept
}

/** A fresh value with what is kept of the document's own put over it; `undefined` leaves it out. */
export function overlay(fresh: unknown, kept: Kept): unknown {
  if (kept.value !== undefined) return kept.value
  if (kept.absent) return undefined
  if (!isJsonObject(fresh)) return fresh
  const copy = { ...fresh }
  for (const [key, inner] of kept.fields) {
    const value = overlay(Object.hasOwn(fresh, key) ? fresh[key] : undefined, inner)
    if (value === undefined) delete copy[key]
    else setOwn(copy, key, value)
  }
  return copy
}
