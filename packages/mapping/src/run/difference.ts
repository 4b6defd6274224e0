import { isJsonObject } from '../wire/json.js'
import { type Path, type Place, readPath } from '../wire/path.js'
import { sameValue } from '../wire/same-value.js'
import { type Gathered, gatherAt, gatherInside, keepField, keepMissing } from './residue.js'

/** What a rule would write at a place, beside what the document holds there. */
export interface Written {
  readonly place: Place
  readonly raw: unknown
  readonly back: unknown
  readonly normal?: ((wire: never) => unknown) | undefined
}

/** A document that is being read, and the residue gathered from it. */
export interface Gathering {
  readonly residue: Gathered
  readonly document: object
}

const DEEPEST = 64

/** Keeps whatever the document says at a place and writing would not say. */
export function keepDifference({ residue, document }: Gathering, written: Written): void {
  const { place, raw, back, normal } = written
  const { path } = place
  const present = presentKeys(document, path)
  if (present < path.length) {
    if (back !== undefined) keepLeftOut(residue, document, path.slice(0, present + 1))
  } else if (back === undefined || raw === null) {
    if (back !== raw) keepField(holderOf(residue, path), lastOf(path), raw)
  } else {
    const states = normal ? [normal(raw as never), normal(back as never)] : [raw, back]
    const [said, fresh] = states
    if (!sameValue(said, fresh))
      keepOwn(holderOf(residue, path), lastOf(path), { raw, said, fresh })
  }
}

/** Keeps a `null` where nothing would be written, if the document itself holds it. */
export function keepNull({ residue, document }: Gathering, { path }: Place): void {
  const [key, inner] = path
  if (inner === undefined) {
    if (Object.hasOwn(document, key as string)) keepField(residue, key as string, null)
  } else if (presentKeys(document, path) === path.length) {
    keepField(holderOf(residue, path), lastOf(path), null)
  }
}

// below null nothing can be missing: the null itself is kept where objects are entered
function keepLeftOut(residue: Gathered, document: object, path: Path): void {
  if (readPath(document, path.slice(0, -1)) === null) return
  keepMissing(holderOf(residue, path), lastOf(path))
}

interface Difference {
  readonly raw: unknown
  /** The document's value in normal form. */
  readonly said: unknown
  /** What would be written, in normal form. */
  readonly fresh: unknown
}

function keepOwn(
  residue: Gathered,
  key: string,
  { raw, said, fresh }: Difference,
  depth = DEEPEST,
): void {
  if (depth === 0 || !isJsonObject(raw) || !isJsonObject(said) || !isJsonObject(fresh)) {
    keepField(residue, key, raw)
    return
  }
  const inner = gatherInside(residue, key)
  for (const field of new Set([...Object.keys(said), ...Object.keys(fresh)])) {
    if (!Object.hasOwn(said, field)) keepMissing(inner, field)
    else if (!Object.hasOwn(fresh, field)) keepField(inner, field, raw[field])
    else if (!sameValue(said[field], fresh[field])) {
      const states = { raw: raw[field], said: said[field], fresh: fresh[field] }
      keepOwn(inner, field, states, depth - 1)
    }
  }
}

function holderOf(residue: Gathered, path: Path): Gathered {
  return path.length === 1 ? residue : gatherAt(residue, path.slice(0, -1))
}

function lastOf(path: Path): string {
  return path.at(-1) as string
}

/** How many keys of a path a document has; all of them where it has the value itself. */
function presentKeys(document: object, path: Path): number {
  let value: unknown = document
  for (let count = 0; count < path.length; count += 1) {
    const key = path[count] as string
    if (!isJsonObject(value) || !Object.hasOwn(value, key) || value[key] === undefined) return count
    value = value[key]
  }
  return path.length
}
