import type { EachNode, JointNode, Node, SingleNode } from '../declare/node.js'
import { isRefusal } from '../refusal.js'
import { createElementNames } from '../run/element-names.js'
import { writers } from '../run/encode-document.js'
import { jointValue } from '../run/encode-group.js'
import { byName, ROOT } from '../run/encode-list.js'
import { keptElements } from '../run/kept-elements.js'
import { type Known, planOf } from '../run/plan.js'
import { keptAt, type Residue } from '../run/residue.js'
import { restoreInside } from '../run/restore.js'
import { type MappingError, WHOLE } from '../run/scope.js'
import type { Writer } from '../run/writing.js'
import { isJsonObject, ownValue, setOwn } from '../wire/json.js'
import { type Path, readPath, writePath } from '../wire/path.js'
import { sameValue } from '../wire/same-value.js'
import { BAIL } from './bail.js'

interface Place {
  readonly document: object
  readonly context: object
  readonly kept: Residue | undefined
}

const prepared = new WeakMap<Node, Writer>()

/** What generated code that writes documents calls; every piece is the interpreter's own. */
export const writeRuntime = {
  BAIL,
  isRefusal,
  isJsonObject,
  ownValue,
  setOwn,
  readPath,
  writePath,
  sameValue,
  keptAt,
  createElementNames,
  byName,
  restoreInside: (known: Known, residue: Residue, ...[document, key]: [object, string]): void =>
    restoreInside(known, residue, { document, key }),
  jointValue: (node: JointNode) => jointValue(node),
  isPut: (put: unknown): boolean => isJsonObject(put) && !isRefusal(put),
  knownOf: (mapping: Parameters<typeof planOf>[0]) => planOf(mapping).known,
  atRoot: (node: Node): Node => ({ ...node, entity: ROOT }),
  keptElements,
  keepsMore,
  carryAll: (document: object, carried: object): void => {
    for (const [key, value] of Object.entries(carried)) setOwn(document, key, value)
  },
  /** What a document hands down from a place inside it. */
  handedDown: (document: object, residue: Residue | undefined, path: Path): unknown =>
    readPath(document, path) ?? keptAt(residue, path)?.value,
  interpret,
  put,
  deal,
  owned: (part: EachNode | SingleNode, list: readonly unknown[]): unknown[] =>
    list.filter((element) => part.owns?.(element as never) === true),
}

/**
 * Whether anything but nulls is kept of fields that rules read as a whole; `entered` are those in
 * which they look for documents and places.
 */
function keepsMore({ kept, missing, inside }: Residue, entered: ReadonlySet<string>): boolean {
  if (missing !== undefined) return true
  for (const key in kept) if (kept[key] !== null) return true
  for (const key in inside) if (!entered.has(key)) return true
  return false
}

/** Lets the interpreter write one rule. */
function interpret(node: Node, source: unknown, place: Place): void {
  let write = prepared.get(node)
  if (!write) {
    write = writers.node(node)
    prepared.set(node, write)
  }
  const errors: MappingError[] = []
  write({ ...place, source, errors, position: WHOLE, outer: undefined })
  if (errors.length > 0) throw BAIL
}

function put(document: object, _rule: Node, ...[path, value]: [Path, unknown]): void {
  const before = readPath(document, path)
  if (before !== undefined && !sameValue(before, value)) throw BAIL
  writePath(document, path, value)
}

function deal(parts: readonly (EachNode | SingleNode)[], list: readonly unknown[]): unknown[][] {
  const shares = parts.map((): unknown[] => [])
  for (const element of list) {
    const owner = parts.findIndex(
      ({ owns }) => owns === undefined || owns(element as never) === true,
    )
    const share = shares[owner]
    if (!share) throw BAIL
    share.push(element)
  }
  return shares
}
