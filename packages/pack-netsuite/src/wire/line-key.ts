/** What a line of a sales order is to us. */
export type LineKind =
  | 'goods'
  | 'discount'
  | 'tip'
  | 'duty'
  | 'fee'
  | 'rounding'
  | 'gift-card'
  | 'allowance'
  | 'adjustment'

/** What the custom column of a line says: its kind, and the id that it keeps over every update. */
export interface LineKey {
  readonly kind: LineKind
  readonly id: string
}

/** The custom column of sales order lines that holds the key; the account must have it. */
export const KEY_COLUMN = 'custcol_canonry_line'

const KINDS = new Set<string>([
  'goods',
  'discount',
  'tip',
  'duty',
  'fee',
  'rounding',
  'gift-card',
  'allowance',
  'adjustment',
])

/** The key as text: `goods:13902870413`. */
export function printLineKey({ kind, id }: LineKey): string {
  return `${kind}:${id}`
}

/** The key that a line carries; `undefined` for lines that others entered. */
export function lineKeyOf(line: Readonly<Record<string, unknown>>): LineKey | undefined {
  const text = line[KEY_COLUMN]
  if (typeof text !== 'string') return undefined
  const colon = text.indexOf(':')
  const kind = text.slice(0, colon)
  return KINDS.has(kind) ? { kind: kind as LineKind, id: text.slice(colon + 1) } : undefined
}
