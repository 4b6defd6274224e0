import { relative } from 'node:path'
import { describe } from '../refusal.js'
import { isJsonObject } from '../wire/json.js'
import { WireNumber } from '../wire/wire-number.js'
import { wordsOf } from './discrepancy.js'
import type { LawBreak } from './law-break.js'

const LONGEST_VALUE = 200
const LONGEST_SAMPLE = 2000

/**
 * A broken law as text that leads to the fix: the place on both sides, what was expected, the rule in
 * words and where it is declared, the smallest example. Of recorded documents types only are shown.
 */
export function printBreak(found: LawBreak): string {
  const { law, mapping, discrepancy, rule, recorded } = found
  const { wire, entity } = { ...discrepancy, ...(rule ?? {}) }
  const isShown = recorded === undefined
  const lines: (readonly [name: string, text: string | undefined])[] = [
    ['mapping', mapping],
    ['problem', discrepancy.what],
    ['wire', wire],
    ['entity', entity],
    ['expected', valueLine(discrepancy, 'expected', isShown)],
    ['actual', valueLine(discrepancy, 'actual', isShown)],
    ['rule', rule && `${rule.words} (${rule.mapping})`],
    ['declared', rule?.source.map(shortened).join(', called from ')],
    ['found with', foundWith(found)],
    ...Object.entries(found.sample).map(([name, value]) => sampleLine(name, value, isShown)),
  ]
  const shown = lines.filter(([, text]) => text !== undefined && text !== '')
  return [law, ...shown.map(([name, text]) => `  ${name.padEnd(10)} ${text}`)].join('\n')
}

function foundWith({ recorded, seed }: LawBreak): string | undefined {
  if (recorded !== undefined) return `recorded document ${recorded}`
  return seed === undefined ? undefined : `generated values, seed ${seed}`
}

function valueLine(
  discrepancy: LawBreak['discrepancy'],
  key: 'expected' | 'actual',
  isShown: boolean,
): string | undefined {
  if (!(key in discrepancy)) return undefined
  const value = discrepancy[key]
  return wordsOf(value) ?? (isShown ? cut(printed(value), LONGEST_VALUE) : describe(value))
}

// beside the pointers of both sides
const NAMES: Readonly<Record<string, string>> = { wire: 'document', entity: 'example' }

function sampleLine(name: string, value: unknown, isShown: boolean): readonly [string, string] {
  return [NAMES[name] ?? name, cut(printed(isShown ? value : shapeOf(value)), LONGEST_SAMPLE)]
}

/** A value as JSON, every digit kept. */
export function printed(value: unknown): string {
  return JSON.stringify(value) ?? 'nothing'
}

/** The shape of a value, with the types of its fields in their place. */
export function shapeOf(value: unknown): unknown {
  if (value instanceof WireNumber) return 'a number'
  if (Array.isArray(value)) return value.map(shapeOf)
  if (!isJsonObject(value)) return describe(value)
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, shapeOf(field)]))
}

function cut(text: string, longest: number): string {
  return text.length > longest ? `${text.slice(0, longest)} … (${text.length} characters)` : text
}

function shortened(line: string): string {
  return relative('.', line)
}
