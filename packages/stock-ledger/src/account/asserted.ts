import {
  compareDecimals,
  compareInstants,
  type Decimal,
  type Instant,
  instantMs,
  type StockCondition,
} from '@canonry/model'

/** What a system calls what it counts. */
export interface VariantName {
  readonly kind: string
  readonly id: string
}

/** A number that a system says, and when it said so. */
export interface Word {
  readonly counts: 'on-hand' | 'available' | 'unknown'
  /** Present where it counts only what is on hand in this condition. */
  readonly condition?: StockCondition
  readonly quantity: Decimal
  readonly at: Instant
  readonly variant?: VariantName
}

/** What a system says that it has: its newest word. */
export interface Asserted extends Word {
  /** By how much it is known to differ from what lay there. */
  readonly known?: { readonly by: Decimal; readonly since: Instant }
  /** By how much it seems to differ instead, which may be on its way; since when, once that is clear. */
  readonly seems?: { readonly by: Decimal; readonly since?: Instant }
  /** The newest words of it that are of something else of the same SKU, by the name of that. */
  readonly others?: Readonly<Record<string, Word>>
}

/** What a system says after one more word of it; the newest counts, whichever was heard first. */
export function saying(before: Asserted | undefined, word: Word): Asserted {
  if (before === undefined) return word
  const { known, seems, others, ...last } = before
  if (isOfSame(last, word)) {
    if (!isNewer(word, last)) return before
    return { ...word, ...(known && { known }), ...(seems && { seems }), ...(others && { others }) }
  }
  const own = others?.[nameOf(word)]
  if (own && !isNewer(word, own)) return before
  if (!isNewer(word, last)) return { ...before, others: { ...others, [nameOf(word)]: word } }
  const { [nameOf(word)]: _, ...rest } = others ?? {}
  return { ...word, others: { ...rest, [nameOf(last)]: last } }
}

/** What a system says without what it says of one thing; `undefined` where that was all. */
export function withdrawn(before: Asserted, variant: VariantName): Asserted | undefined {
  const { known: _, seems: __, others = {}, ...last } = before
  const { [nameOf({ variant })]: own, ...rest } = others
  if (last.variant === undefined || nameOf(last) !== nameOf({ variant })) {
    return own ? withOthers(before, rest) : before
  }
  const [newest] = Object.values(rest).sort((a, b) => (isNewer(a, b) ? -1 : 1))
  if (!newest) return undefined
  const { [nameOf(newest)]: ___, ...left } = rest
  return withOthers(newest, left)
}

function withOthers(said: Asserted, others: Readonly<Record<string, Word>>): Asserted {
  const { others: _, ...word } = said
  return Object.keys(others).length === 0 ? word : { ...word, others }
}

/** How long something else is taken to be still there that says nothing any more. */
const STILL_THERE_MS = 35 * 86_400_000

/**
 * Everything of the same SKU that a system says something else of, so that no single number of it is
 * that of the item. What it has none of is no matter, nor what it has said nothing of for 35 days.
 */
export function twinsOf({ others = {}, at }: Pick<Asserted, 'others' | 'at'>): VariantName[] {
  const until = instantMs(at) - STILL_THERE_MS
  return Object.keys(others)
    .sort()
    .flatMap((name) => {
      const { variant, quantity, at: said } = others[name] as Word
      return variant && quantity !== '0' && instantMs(said) > until ? [variant] : []
    })
}

function isOfSame(one: Word, other: Word): boolean {
  return !one.variant || !other.variant || nameOf(one) === nameOf(other)
}

function nameOf({ variant }: Pick<Word, 'variant'>): string {
  return variant ? JSON.stringify([variant.kind, variant.id]) : ''
}

// of two numbers of one moment the smaller one, whichever was heard first
function isNewer(word: Word, than: Word): boolean {
  const age = compareInstants(word.at, than.at)
  if (age !== 0) return age > 0
  const less = compareDecimals(word.quantity, than.quantity)
  return less !== 0 ? less < 0 : nameOf(word) < nameOf(than)
}
