import type { PairMember, PairsNode } from '../declare/node.js'
import { isRefusal } from '../refusal.js'
import { isJsonObject, ownValue, setOwn } from '../wire/json.js'
import { readPath } from '../wire/path.js'
import { sameValue } from '../wire/same-value.js'
import { keptAt } from './residue.js'
import { complain, decodeThrough, encodeThrough } from './scope.js'
import { putValue, type Writer, type Writing } from './writing.js'

/** Writes pairs: what changed in its place, what is new at the end, everything else as it was. */
export function pairsWriter(node: PairsNode): Writer {
  return (writing) => {
    const kept = keptAt(writing.kept, node.wire.path)?.value
    const list: unknown[] = Array.isArray(kept) ? [...kept] : []
    for (const member of node.members) writeMember(node, { member, list }, writing)
    if (list.length > 0 || Array.isArray(kept)) {
      putValue(writing, node, { place: node.wire, value: list })
    } else if (kept === null) putValue(writing, node, { place: node.wire, value: null })
  }
}

/** The list that would be written into a new document; nothing where no pair has a value. */
export function freshPairs(
  { keys, members }: PairsNode,
  values: object,
  context: object,
): unknown[] | undefined {
  const pairs = members.flatMap(({ field, name, leaf }) => {
    const value = ownValue(values, field)
    if (value === undefined) return []
    return [pairOf(keys, name, encodeThrough(leaf, value, context))]
  })
  return pairs.length === 0 ? undefined : pairs
}

interface Written {
  readonly member: PairMember
  readonly list: unknown[]
}

function writeMember(node: PairsNode, { member, list }: Written, writing: Writing): void {
  const { keys, entity } = node
  const { field, name, leaf } = member
  const value = readPath(writing.source, [...entity.path, field])
  const isOfName = (pair: unknown) => isJsonObject(pair) && ownValue(pair, keys.name) === name
  const index = list.findIndex(isOfName)
  const pair = list[index]
  const says = (one: unknown) => isOfName(one) && ownValue(one as object, keys.value) != null
  if (value === undefined) {
    if (says(pair)) list.splice(0, list.length, ...list.filter((one) => !says(one)))
    return
  }
  const raw = isJsonObject(pair) ? ownValue(pair, keys.value) : undefined
  if (raw != null && sameValue(decodeThrough(leaf, raw, writing.context), value)) return
  const fresh = encodeThrough(leaf, value, writing.context)
  if (isRefusal(fresh)) {
    const at = { wire: node.wire.pointer, entity: `${entity.pointer}/${field}` }
    complain(writing, { rule: leaf.name, refusal: fresh, value, ...at })
  } else if (isJsonObject(pair)) list[index] = withValue(pair, keys.value, fresh)
  else list.push(pairOf(keys, name, fresh))
}

function pairOf(keys: PairsNode['keys'], name: string, value: unknown): object {
  const pair = {}
  setOwn(pair, keys.name, name)
  setOwn(pair, keys.value, value)
  return pair
}

function withValue(pair: object, key: string, value: unknown): object {
  const copy = { ...pair }
  setOwn(copy, key, value)
  return copy
}
