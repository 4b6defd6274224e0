import { escapePointer } from '@canonry/model'
import type { PairMember, PairsNode } from '../declare/node.js'
import type { PairKeys } from '../declare/pairs.js'
import { isRefusal, refuse } from '../refusal.js'
import { isJsonObject, ownValue, setOwn } from '../wire/json.js'
import { keepDifference } from './difference.js'
import { freshPairs } from './encode-pairs.js'
import { type Reading, type RuleReader, type RuleReaders, readerOf } from './reading.js'
import { complain, complainAt, decodeThrough, encodeThrough, FAILED } from './scope.js'

const NO_LIST = refuse('type', 'a list')

/** Makes a rule for pairs ready. */
export function pairsReader(node: PairsNode, { slotOf }: RuleReaders): RuleReader {
  const slot = slotOf(node.wire)
  return readerOf((reading) => readPairs(node, reading.raws[reading.base + slot], reading))
}

/** Reads the values of pairs by their names; the list is kept where writing would change it. */
export function readPairs(
  node: PairsNode,
  raw: unknown,
  reading: Reading,
): Readonly<Record<string, unknown>> | typeof FAILED {
  const list = raw ?? []
  if (!Array.isArray(list)) return complainAt(reading, node, { refusal: NO_LIST, value: raw })
  const before = reading.errors.length
  const values = {}
  for (const member of node.members) {
    const value = readMember(node, { member, list }, reading)
    if (value !== undefined) setOwn(values, member.field, value)
  }
  if (reading.errors.length > before) return FAILED
  if (!isAsWritten(node, { list, values }, reading.context)) {
    const back = freshPairs(node, values, reading.context)
    keepDifference(reading, { place: node.wire, raw, back })
  }
  return values
}

/** Whether a list holds the pairs that would be written, in their order, and nothing else. */
function isAsWritten(
  { keys, members }: PairsNode,
  { list, values }: { readonly list: readonly unknown[]; readonly values: object },
  context: object,
): boolean {
  let count = 0
  for (const { field, name, leaf } of members) {
    const value = ownValue(values, field)
    if (value === undefined) continue
    const pair = list[count]
    if (!isJsonObject(pair) || pair[keys.name] !== name || Object.keys(pair).length !== 2)
      return false
    if (encodeThrough(leaf, value, context) !== pair[keys.value]) return false
    count += 1
  }
  return count > 0 && count === list.length
}

interface Sought {
  readonly member: PairMember
  readonly list: readonly unknown[]
}

function indexOfName(list: readonly unknown[], keys: PairKeys, name: string): number {
  for (let index = 0; index < list.length; index += 1) {
    const pair = list[index]
    if (isJsonObject(pair) && ownValue(pair, keys.name) === name) return index
  }
  return -1
}

function readMember(
  { keys, wire, entity }: PairsNode,
  { member, list }: Sought,
  reading: Reading,
): unknown {
  const index = indexOfName(list, keys, member.name)
  const pair = list[index] as object | undefined
  const raw = pair && ownValue(pair, keys.value)
  if (raw === undefined || raw === null) return undefined
  const value = decodeThrough(member.leaf, raw, reading.context)
  if (!isRefusal(value)) return value
  return complain(reading, {
    rule: member.leaf.name,
    refusal: value,
    value: raw,
    wire: `${wire.pointer}/${index}/${escapePointer(keys.value)}`,
    entity: `${entity.pointer}/${escapePointer(member.field)}`,
  })
}
