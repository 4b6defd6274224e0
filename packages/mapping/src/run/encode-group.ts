import type { GroupNode, JointNode, Read } from '../declare/node.js'
import { isRefusal, type Refusal } from '../refusal.js'
import { isJsonObject, ownValue, setOwn } from '../wire/json.js'
import { pathReader, readPath } from '../wire/path.js'
import { sameValue } from '../wire/same-value.js'
import { readValues, writeValue } from './group-values.js'
import { type Kept, keptAt, overlay } from './residue.js'
import { complainAt, getThrough, putThrough } from './scope.js'
import { putValue, type Writer, type Writing } from './writing.js'

type Values = ReadonlyMap<Read, unknown>

/** Writes the values of a group, in the document's own words where they still say the same. */
export function groupWriter(node: GroupNode | JointNode): Writer {
  const sourceOf = node.kind === 'group' ? pathReader(node.entity.path) : jointValue(node)
  return (writing) => {
    const value = sourceOf(writing.source as object)
    const put = putThrough(node, value, writing.context)
    const isPut = !isRefusal(put) && isJsonObject(put)
    const fresh: Values = isPut ? freshValues(node, put, writing) : new Map()
    const written = inOwnWords(node, { fresh, value, put }, writing)
    if (isRefusal(put) && written === fresh) {
      complainAt(writing, node, { refusal: put, value })
      return
    }
    for (const [read, wire] of written) {
      if (isRefusal(wire)) complainAt(writing, node, { refusal: wire, value, wire: read.wire })
      else putValue(writing, node, { place: read.wire, value: wire })
    }
  }
}

/** The canonical fields of a joint, out of the place around them. */
export function jointValue({ entity, fields }: JointNode): (source: object) => object {
  return (source) => {
    const part = readPath(source, entity.path)
    const value = {}
    for (const field of fields) {
      const own = isJsonObject(part) ? ownValue(part, field) : undefined
      if (own !== undefined) setOwn(value, field, own)
    }
    return value
  }
}

function freshValues(
  node: GroupNode | JointNode,
  put: Readonly<Record<string, unknown>>,
  writing: Writing,
): Values {
  const own = node.reads.filter(({ name }) => Object.hasOwn(put, name))
  return new Map(own.map((read) => [read, writeValue(read, put[read.name], writing.context)]))
}

interface Choice {
  readonly fresh: Values
  readonly value: unknown
  readonly put: unknown | Refusal
}

function inOwnWords(
  node: GroupNode | JointNode,
  { fresh, value, put }: Choice,
  writing: Writing,
): Values {
  const { kept, base } = ownWords(isRefusal(put) ? node.reads : [...fresh.keys()], fresh, writing)
  if (kept.size === 0) return isRefusal(put) ? fresh : base
  const still = (values: Values) => says(node, { values, value }, writing)
  const all = new Map(base)
  for (const [read, own] of kept) all.set(read, overlay(plain(base.get(read)), own))
  if (still(all)) return all
  // not everything holds any more: keep the lexemes that do, but leave nothing out
  let best: Values = isRefusal(put) ? fresh : base
  for (const [read, own] of kept) {
    const next = new Map(best).set(read, overlay(plain(best.get(read)), own))
    if (next.get(read) !== undefined && still(next)) best = next
  }
  return best
}

interface OwnWords {
  /** What is kept and must be asked about. */
  readonly kept: ReadonlyMap<Read, Kept>
  /** The fresh values, with what needs no question. */
  readonly base: Values
}

function ownWords(reads: readonly Read[], fresh: Values, writing: Writing): OwnWords {
  const kept = new Map<Read, Kept>()
  const base = new Map(fresh)
  for (const read of reads) {
    const found = keptAt(writing.kept, read.wire.path)
    if (found && !saysNothing(read, found, base)) kept.set(read, found)
  }
  return { kept, base }
}

// to a leaf, null and nothing say the same, so a kept null goes back without a question
function saysNothing(read: Read, { value, absent }: Kept, base: Map<Read, unknown>): boolean {
  if (!read.leaf || !base.has(read) || base.get(read) !== undefined) return false
  if (value === null) base.set(read, null)
  return value === null || absent === true
}

function plain(value: unknown): unknown {
  return isRefusal(value) ? undefined : value
}

function says(
  node: GroupNode | JointNode,
  { values, value }: { readonly values: Values; readonly value: unknown },
  writing: Writing,
): boolean {
  const wire = (read: Read) =>
    values.has(read) ? values.get(read) : readPath(writing.document, read.wire.path)
  const found = readValues(node, wire, writing.context)
  return 'values' in found && sameValue(getThrough(node, found.values, writing.context), value)
}
