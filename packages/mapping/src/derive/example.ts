import type { AnyLeaf } from '../declare/node.js'
import type { ValueDomain } from '../leaves/domain.js'
import { isRefusal } from '../refusal.js'
import { decodeThrough, encodeThrough } from '../run/scope.js'
import { isJsonObject } from '../wire/json.js'
import { writeWire } from '../wire/write-wire.js'

/** One value on both sides, as text: JSON on the wire, in words for the entity. */
export interface Example {
  readonly wire: string
  readonly entity: string
}

/** What an example document says where a leaf asks for it. */
const CONTEXT = { account: 'acme', currency: 'EUR', zone: 'Europe/Berlin' }

/** A typical value of a leaf as it is written and read, out of those that it takes; free text has none. */
export function exampleOf(leaf: AnyLeaf, system: string): Example | undefined {
  const value = leaf.domain && sampleOf(leaf.domain.entity, system)
  if (value === undefined) return undefined
  const context = { ...CONTEXT, system }
  const wire = encodeThrough(leaf, value, context)
  if (isRefusal(wire) || wire === undefined) return undefined
  const read = decodeThrough(leaf, wire, context)
  if (isRefusal(read) || read === undefined) return undefined
  return { wire: writeWire(wire), entity: inWords(read) }
}

function sampleOf(domain: ValueDomain, system: string): unknown {
  switch (domain.kind) {
    case 'boolean':
      return true
    case 'words':
      return domain.words.find((word) => typeof word !== 'object')
    case 'integer':
      return Math.min(Math.max(3, domain.min), domain.max)
    case 'decimal':
      return domain.scale === 0 ? '3' : '19.9'
    case 'currency':
      return CONTEXT.currency
    case 'gtin':
      return '04006381333931'
    case 'date':
      return '2026-11-24'
    case 'instant':
    case 'moment':
      return '2026-11-24T09:15:00Z'
    case 'ref':
      return { system, account: CONTEXT.account, kind: domain.of, id: '1001' }
    case 'money':
      return { amount: '19.9', currency: domain.currency ?? CONTEXT.currency }
    case 'any-of':
      return domain.of.map((each) => sampleOf(each, system)).find((value) => value !== undefined)
    default:
      return undefined
  }
}

function inWords(value: unknown): string {
  if (!isJsonObject(value)) return String(value)
  const { kind, id, amount, currency } = value
  return kind === undefined ? `${amount} ${currency}` : `${kind} ${id}`
}
