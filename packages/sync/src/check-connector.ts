import type { Connector } from '@canonry/pack'

interface Rule {
  readonly name: string
  readonly isGood: (value: number) => boolean
  readonly advice: string
}

const LIMITS: readonly Rule[] = [
  { name: 'concurrency', isGood: (calls) => calls >= 1, advice: 'at least one call at a time' },
  { name: 'perSecond', isGood: (tokens) => tokens > 0, advice: 'more than none' },
  { name: 'burst', isGood: (tokens) => tokens >= 0, advice: 'none or more, or leave it out' },
  { name: 'callCost', isGood: (tokens) => tokens >= 0, advice: 'none or more, or leave it out' },
]

const CAPABILITIES: readonly Rule[] = [
  { name: 'bulk', isGood: (intents) => intents >= 1, advice: 'at least one intent a call' },
  {
    name: 'readAfterWriteMs',
    isGood: (ms) => Number.isSafeInteger(ms) && ms >= 0,
    advice: 'whole milliseconds',
  },
]

const OPTIONAL: ReadonlySet<string> = new Set(['burst', 'callCost'])

/**
 * Throws where a connector's limits or capabilities are none: nothing would ever be sent, and nobody
 * would be told.
 */
export function checkConnector(id: string, { limits, capabilities }: Connector): void {
  refuse(`the limits of "${id}"`, { values: limits, rules: LIMITS })
  refuse(`the capabilities of "${id}"`, { values: capabilities, rules: CAPABILITIES })
}

function refuse(
  what: string,
  { values, rules }: { readonly values: object | undefined; readonly rules: readonly Rule[] },
): void {
  for (const { name, isGood, advice } of rules) {
    const value: unknown = (values as Record<string, unknown> | undefined)?.[name]
    if (value === undefined && OPTIONAL.has(name) && values !== undefined) continue
    if (typeof value === 'number' && isGood(value)) continue
    throw new Error(`${what} have \`${name}\`: ${String(value)}: give ${advice}`)
  }
}
