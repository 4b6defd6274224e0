import { isJsonObject, type Json, ownValue, setOwn } from '../wire/json.js'
import type { Path } from '../wire/path.js'

type Fields = Readonly<Record<string, Json>>

/**
 * Wire content without a canonical place, in the document's own shape; what is empty is left out.
 *
 * Elements of a list are named by their key, never found by their index, so what is kept follows an
 * element that moves. Values may hold {@link WireNumber}: store residue with {@link writeWire},
 * read it with {@link readWire}.
 */
export interface Residue {
  /** Fields that no rule reads. */
  readonly carried?: Fields | undefined
  /** Fields that a rule reads and would write differently, in the document's own words. */
  readonly kept?: Fields | undefined
  /** Fields that a rule would write and the document leaves out. */
  readonly missing?: readonly string[] | undefined
  /** What is kept inside an object, by its field. */
  readonly inside?: Readonly<Record<string, Residue>> | undefined
  /** What is kept of the elements of a list, in their order. */
  readonly elements?: readonly ElementResidue[] | undefined
}

/** Residue of an element of a list. */
export interface ElementResidue extends Residue {
  /** What the element is called by its key; of equal keys, each has its number behind it. */
  readonly name: string
}

/** Residue of one object while it is being gathered. */
export interface Gathered {
  carried: Record<string, Json> | undefined
  kept: Record<string, Json> | undefined
  missing: string[] | undefined
  inside: Record<string, Gathered> | undefined
  elements: GatheredElement[] | undefined
}

/** Residue of an element while it is being gathered; its name is known when it has been read. */
export interface GatheredElement extends Gathered {
  name: string
}

/** Starts to gather; all fields are there from the start, so that all objects are of one shape. */
export function startResidue(): Gathered {
  return {
    carried: undefined,
    kept: undefined,
    missing: undefined,
    inside: undefined,
    elements: undefined,
  }
}

/** Starts to gather what is kept of an element. */
export function startElement(name = ''): GatheredElement {
  return {
    name,
    carried: undefined,
    kept: undefined,
    missing: undefined,
    inside: undefined,
    elements: undefined,
  }
}

/** Takes note of a field that no rule reads. */
export function carryField(gathered: Gathered, key: string, value: unknown): void {
  gathered.carried ??= {}
  setOwn(gathered.carried, key, value)
}

/** Takes note of a field's own words. */
export function keepField(gathered: Gathered, key: string, value: unknown): void {
  gathered.kept ??= {}
  setOwn(gathered.kept, key, value)
}

/** Takes note that a field is left out. */
export function keepMissing(gathered: Gathered, key: string): void {
  gathered.missing ??= []
  if (!gathered.missing.includes(key)) gathered.missing.push(key)
}

/** Where the residue inside a field is gathered; it has no prototype, so any name is safe. */
export function gatherInside(gathered: Gathered, key: string): Gathered {
  gathered.inside ??= Object.create(null) as Record<string, Gathered>
  const found = ownValue(gathered.inside, key) as Gathered | undefined
  if (found) return found
  const made = startResidue()
  setOwn(gathered.inside, key, made)
  return made
}

/** Where the residue at a path is gathered. */
export function gatherAt(gathered: Gathered, path: Path): Gathered {
  return path.length === 0 ? gathered : path.reduce(gatherInside, gathered)
}

/** Adds what was gathered inside a field; nothing leaves no trace. */
export function addInside(gathered: Gathered, key: string, inner: Gathered): void {
  if (isEmptyResidue(inner)) return
  gathered.inside ??= Object.create(null) as Record<string, Gathered>
  setOwn(gathered.inside, key, inner)
}

/** Whether nothing is kept. */
export function isEmptyResidue(residue: Residue): boolean {
  const { carried, kept, missing, inside, elements } = residue
  return !(carried || kept || missing || inside || elements)
}

/** How many places of a document a residue keeps. */
export function countResidue(residue: Residue): number {
  const { carried = {}, kept = {}, missing = [], inside = {}, elements = [] } = residue
  return [...Object.values(inside), ...elements].reduce(
    (sum, inner) => sum + countResidue(inner),
    Object.keys(carried).length + Object.keys(kept).length + missing.length,
  )
}

/** What is kept of one place: its own words, that it is left out, or something inside it. */
export interface Kept {
  readonly value?: Json
  readonly absent?: true
  readonly inside?: Residue
}

const LEFT_OUT: Kept = { absent: true }

/** What is kept of a field. Residue comes from a store, so only own fields count. */
export function keptField(residue: Residue, key: string): Kept | undefined {
  const { kept, missing, inside } = residue
  const value = kept && ownValue(kept, key)
  const inner = inside && ownValue(inside, key)
  const within = isJsonObject(inner) ? { inside: inner } : undefined
  if (value !== undefined) return { value: value as Json, ...within }
  return Array.isArray(missing) && missing.includes(key) ? LEFT_OUT : within
}

/** What is kept of a place; one inside an object that was missing or `null` was left out as well. */
export function keptAt(residue: Residue | undefined, path: Path): Kept | undefined {
  let inside = residue
  for (const key of path.slice(0, -1)) {
    if (!inside) return undefined
    const kept = keptField(inside, key)
    if (kept?.absent || kept?.value === null) return LEFT_OUT
    inside = kept?.inside
  }
  return inside && keptField(inside, path.at(-1) as string)
}

/** A fresh value with what is kept of the document's own put over it; `undefined` leaves it out. */
export function overlay(fresh: unknown, { value, absent, inside }: Kept): unknown {
  if (value !== undefined) return value
  if (absent) return undefined
  if (!isJsonObject(fresh) || !inside) return fresh
  const copy = { ...fresh }
  for (const key of keptKeys(inside)) {
    const own = keptField(inside, key) as Kept
    const written = overlay(ownValue(fresh, key), own)
    if (written === undefined) delete copy[key]
    else setOwn(copy, key, written)
  }
  return copy
}

/** The fields of which something is kept. */
export function keptKeys({ kept = {}, missing = [], inside = {} }: Residue): readonly string[] {
  return [...Object.keys(kept), ...missing, ...Object.keys(inside)]
}

/** Two residues as one; where both keep a place, the later one counts. */
export function mergeResidue(earlier: Residue, later: Residue): Residue {
  const merged = startResidue()
  for (const residue of [earlier, later]) addAll(merged, residue)
  return merged
}

function addAll(merged: Gathered, residue: Residue): void {
  const { carried = {}, kept = {}, missing = [], inside = {}, elements = [] } = residue
  for (const [key, value] of Object.entries(carried)) carryField(merged, key, value)
  for (const [key, value] of Object.entries(kept)) {
    forget(merged, key)
    keepField(merged, key, value)
  }
  for (const key of missing) {
    forget(merged, key)
    keepMissing(merged, key)
  }
  for (const [key, inner] of Object.entries(inside)) addAll(gatherInside(merged, key), inner)
  if (elements.length > 0) addElements(merged, elements)
}

function addElements(merged: Gathered, elements: readonly ElementResidue[]): void {
  merged.elements ??= []
  const known = new Map(merged.elements.map((element) => [element.name, element]))
  for (const element of elements) {
    const own = known.get(element.name) ?? startElement(element.name)
    if (!known.has(own.name)) merged.elements.push(own)
    known.set(own.name, own)
    addAll(own, element)
  }
}

function forget({ kept, missing }: Gathered, key: string): void {
  if (kept && Object.hasOwn(kept, key)) delete kept[key]
  if (missing?.includes(key)) missing.splice(missing.indexOf(key), 1)
}
