import type { PullPage } from '@canonry/pack'
import type { Pull } from '../store/connection-row.js'
import { isScan } from './next-pull.js'

/** What one page made of a pull. */
export type PageStep =
  | { readonly kind: 'went-on'; readonly pull: Pull }
  /** The system gave a cursor that it had given before. */
  | { readonly kind: 'circle' }
  /** The last page came, and there were fewer documents than the system said. */
  | { readonly kind: 'short'; readonly pull: Pull }

/** What a pull is after a page that was journaled. */
export function afterPage(
  pull: Pull,
  { page, prefixes, now }: { page: PullPage; prefixes: readonly string[]; now: number },
): PageStep {
  const { next } = page
  if (next !== undefined && (next === pull.cursor || next === pull.mark)) return { kind: 'circle' }
  const { cursor: _, ...rest } = pull
  const read: Pull = {
    ...rest,
    asOf: pull.asOf ?? page.asOf ?? pull.startedAt,
    ...(next !== undefined && { cursor: next, ...markOf(pull, next) }),
    pages: pull.pages + 1,
    documents: pull.documents + page.documents.length,
    ...leastOf(pull.total, page.total),
    prefixes: [...new Set([...pull.prefixes, ...prefixes])].sort(),
    attempts: 0,
    runAt: now,
  }
  if (next !== undefined) return { kind: 'went-on', pull: read }
  // a scan that is not whole proves no absence
  const isShort = read.total !== undefined && read.documents < read.total
  if (isShort) return { kind: 'short', pull: donePull(read, now) }
  const comparing: Pull = { ...read, phase: 'absences' }
  return {
    kind: 'went-on',
    pull: isScan(pull) && pull.purpose === 'reconcile' ? comparing : donePull(read, now),
  }
}

/** The pull at its end. */
export function donePull(pull: Pull, now: number): Pull {
  return { ...pull, phase: 'done', endedAt: now }
}

/** The pull begun anew: its cursor leads nowhere. */
export function restarted(pull: Pull): Pull {
  const { cursor: _, mark: __, total: ___, asOf: ____, ...rest } = pull
  return { ...rest, pages: 0, documents: 0, prefixes: [], restarts: pull.restarts + 1 }
}

// Brent's way to find a circle with one remembered cursor: https://maths-people.anu.edu.au/~brent/pub/pub051.html
function markOf({ pages, mark }: Pull, next: string): { mark?: string } {
  const page = pages + 1
  if ((page & (page - 1)) === 0) return { mark: next }
  return mark === undefined ? {} : { mark }
}

function leastOf(...[known, told]: [number | undefined, number | undefined]): { total?: number } {
  if (told === undefined) return known === undefined ? {} : { total: known }
  return { total: Math.min(known ?? told, told) }
}
