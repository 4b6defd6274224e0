import type { Decimal } from '@canonry/model'
import { isRefusal, type Refusal, refuse } from '../refusal.js'
import { checkedDecimal, readDecimal } from './decimal.js'
import { type Leaf, leaf } from './leaf.js'

/** How a system writes decimals for people. */
export interface DecimalSpelling {
  /** What stands before the fraction: `','` in `1.234,50`. */
  readonly decimal: '.' | ','
  /** What stands between groups of three digits; groups are read, never written. */
  readonly group?: '.' | ',' | ' ' | "'" | '\u00a0' | '\u202f'
  /** What stands after the digits, such as `'%'`. A space before it is read, never written. */
  readonly suffix?: string
  /** Negative numbers stand in parentheses: `(3.22)` is −3.22. */
  readonly parentheses?: true
}

// a bound for one look at the text; what it says is bounded on its own
const LONGEST = 96

/**
 * Decimal text as people write it: `decimalText({ decimal: ',', group: '.' })` reads `"1.234,50"`.
 *
 * Nothing is guessed: separators that are not declared are refused, and groups have three digits.
 */
export function decimalText(spelling: DecimalSpelling): Leaf<string, Decimal> {
  if (spelling.group === spelling.decimal) throw new Error('groups and fractions look alike')
  const doc = docOf(spelling)
  const form = new RegExp(`^([+-]?)${numberForm(spelling)}$`)
  const decode = (wire: string) => {
    const digits = typeof wire === 'string' ? plainDigits(wire, form, spelling) : undefined
    return digits === undefined ? refuse('decimal', doc) : readDecimal(digits)
  }
  const encode = (value: Decimal) => print(value, spelling)
  return leaf({
    name: 'decimalText',
    doc: `${doc}; zeros and groups that say nothing do not count`,
    domain: {
      wire: { kind: 'any-of', of: writtenForms(spelling) },
      entity: { kind: 'decimal', scale: 12 },
    },
    decode,
    encode,
    normal: (wire) => {
      const value = decode(wire)
      const written = isRefusal(value) ? value : encode(value)
      return isRefusal(written) ? wire : written
    },
  })
}

function plainDigits(
  wire: string,
  form: RegExp,
  { group, parentheses }: DecimalSpelling,
): string | undefined {
  if (wire.length > LONGEST) return undefined
  const inside = parentheses === true && wire.startsWith('(') && wire.endsWith(')')
  const match = form.exec(inside ? wire.slice(1, -1) : wire)
  if (match === null) return undefined
  const [, sign = '', whole = '', fraction = ''] = match
  if (inside && sign !== '') return undefined
  const digits = group === undefined ? whole : whole.replaceAll(group, '')
  return `${inside ? '-' : sign}${digits}.${fraction}`
}

function print(
  value: Decimal,
  { decimal, suffix = '', parentheses }: DecimalSpelling,
): string | Refusal {
  const checked = checkedDecimal(value)
  if (isRefusal(checked)) return checked
  const inside = parentheses === true && checked.startsWith('-')
  const digits = `${(inside ? checked.slice(1) : checked).replace('.', decimal)}${suffix}`
  return inside ? `(${digits})` : digits
}

function numberForm({ decimal, group, suffix }: DecimalSpelling): string {
  // no group begins with a zero: 0.001 is a fraction of somebody who writes the point
  const groups = group === undefined ? '' : `[1-9]\\d{0,2}(?:${literal(group)}\\d{3})+|`
  const after = suffix === undefined ? '' : ` ?${literal(suffix)}`
  return `(${groups}\\d+)(?:${literal(decimal)}(\\d+))?${after}`
}

/** The same of sizes that tests can generate. */
function writtenForms(spelling: DecimalSpelling) {
  const number = numberForm(spelling).replaceAll('\\d+', '\\d{1,6}').replace(')+|', '){1,4}|')
  const signed = { kind: 'matching', pattern: `^[+-]?${number}$` } as const
  if (spelling.parentheses !== true) return [signed]
  return [signed, { kind: 'matching', pattern: `^\\(${number}\\)$` } as const]
}

function docOf({ decimal, group, suffix = '', parentheses }: DecimalSpelling): string {
  const example = `1${group ?? ''}234${decimal}5${suffix}`
  return `a decimal such as ${example}${parentheses ? `, negative as (${example})` : ''}`
}

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
}
