import type { Entry, Posting } from '@canonry/stock-ledger'
import { ITEMS, type Item } from './cases.js'

/** What is kept for a cart of one item. */
export interface KeptHold {
  readonly quantity: number
  readonly until: number
}

/**
 * What happened to one item, in numbers of its own: an account beside the ledger's, which shares no
 * code with it and forgets nothing.
 */
interface Page {
  readonly counts: readonly { readonly at: number; readonly quantity: number }[]
  readonly moves: readonly { readonly at: number; readonly by: number }[]
  readonly claims: ReadonlyMap<string, number>
  readonly holds: ReadonlyMap<string, KeptHold>
}

/** What happened to all items until something was committed. */
export type Books = ReadonlyMap<string, Page>

const EMPTY: Page = { counts: [], moves: [], claims: new Map(), holds: new Map() }

/** The books in which nothing stands. */
export const EMPTY_BOOKS: Books = new Map(ITEMS.map((item) => [item, EMPTY]))

/** The books after what was committed at once. */
export function enterAll(books: Books, postings: readonly Posting[]): Books {
  const pages = new Map(books)
  for (const posting of postings) {
    const at = Date.parse(posting.at)
    const page = clockOf(pages.get(posting.item) ?? EMPTY, posting)
    pages.set(
      posting.item,
      posting.entries.reduce((all, entry) => enter(all, entry, at), page),
    )
  }
  return pages
}

// carts, and whoever looks, say what time it is; what tills and people tell happened at any time
function clockOf(page: Page, { entries, at }: Posting): Page {
  const isNow = entries.every(({ kind }) => kind === 'hold' || kind === 'release')
  if (!isNow) return page
  return {
    ...page,
    holds: new Map([...page.holds].filter(([, { until }]) => until > Date.parse(at))),
  }
}

function enter(page: Page, entry: Entry, at: number): Page {
  switch (entry.kind) {
    case 'move':
      return { ...page, moves: [...page.moves, { at, by: Number(entry.by.sellable) }] }
    case 'count':
      return { ...page, counts: [...page.counts, { at, quantity: Number(entry.quantity) }] }
    case 'claim': {
      const sum = (page.claims.get(entry.key) ?? 0) + Number(entry.by)
      return { ...page, claims: new Map([...page.claims, [entry.key, sum]]) }
    }
    case 'hold': {
      const kept = { quantity: Number(entry.quantity), until: Date.parse(entry.expiresAt) }
      return { ...page, holds: new Map([...page.holds, [entry.key, kept]]) }
    }
    case 'release': {
      const others = [...page.holds].filter(([key]) => key !== entry.key)
      return { ...page, holds: new Map(others) }
    }
    default:
      throw new Error(`nobody posts ${entry.kind} here`)
  }
}

/** What lies on the shelf of an item: the newest count, of two of one moment the smaller, and what moved since. */
export function onShelf(books: Books, item: Item): number {
  const { counts, moves } = pageOf(books, item)
  const newest = counts.reduce((best, next) =>
    next.at > best.at || (next.at === best.at && next.quantity < best.quantity) ? next : best,
  )
  return moves.filter(({ at }) => at > newest.at).reduce((sum, { by }) => sum + by, newest.quantity)
}

/** What is promised of an item at a moment, but to one cart. */
export function promised(
  books: Books,
  { item, at, but }: { readonly item: Item; readonly at: number; readonly but?: string },
): number {
  const { claims, holds } = pageOf(books, item)
  const claimed = [...claims.values()].reduce((sum, by) => sum + Math.max(0, by), 0)
  const kept = [...holds].filter(([key, { until }]) => key !== but && until > at)
  return kept.reduce((sum, [, { quantity }]) => sum + quantity, claimed)
}

/** What is kept of an item, by cart, ended or not. */
export function holdsOf(books: Books, item: Item): ReadonlyMap<string, KeptHold> {
  return pageOf(books, item).holds
}

function pageOf(books: Books, item: Item): Page {
  return books.get(item) ?? EMPTY
}
