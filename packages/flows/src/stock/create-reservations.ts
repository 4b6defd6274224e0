import { compareDecimals, type Decimal, decimalOf, subtractDecimals } from '@canonry/model'
import { POSTING, type PositionName, positionId } from '@canonry/stock-ledger'
import type { Connection, NotAdded, SumChange, Sync } from '@canonry/sync'
import { err, ok, type Result } from 'neverthrow'
import { sumUp, type Wanted } from './wanted.js'

/** What reservations are made in. */
export interface ReservationsOptions {
  readonly sync: Pick<Sync, 'add'>
  readonly ledger: Connection
  /** What nobody may reserve; default nothing. Pure. */
  readonly safety?: (name: PositionName) => Decimal
  /** Epoch milliseconds. */
  now(): number
}

/** Goods that are kept for somebody until a moment. */
export interface Held {
  readonly key: string
  /** Epoch milliseconds. */
  readonly expiresAt: number
}

/** How much is missing of an item at a place, in the unit that the position counts in. */
export interface Missing extends PositionName {
  readonly missing: Decimal
}

/**
 * Why nothing was reserved: there is not enough, a line is none, or (`overtaken`) others took from the
 * same positions every time, and it may be tried again.
 */
export type NotHeld =
  | { readonly kind: 'not-enough-stock'; readonly missing: readonly Missing[] }
  | { readonly kind: 'invalid' | 'overtaken'; readonly message: string }

/** Goods that are kept for carts and baskets. */
export interface Reservations {
  /**
   * Keeps all lines for `key` for so many milliseconds, or nothing. The same key again keeps what it
   * says now, and from now on as long; positions that it names no more are kept as before, until
   * they are released or end.
   */
  hold(
    key: string,
    wanted: { readonly lines: readonly Wanted[]; readonly forMs: number },
  ): Promise<Result<Held, NotHeld>>
  /** Keeps nothing any more for `key` at these positions; where nothing was kept, nothing happens. */
  release(key: string, positions: readonly PositionName[]): Promise<Result<void, NotHeld>>
}

/**
 * Reservations in a ledger of stock: what is free is looked at and taken in one step, so that all that
 * is promised at a position is never more than may be, whoever asks at the same time.
 *
 * Lines that want the same goods are added up first. A hold ends by itself, on the clock of `now`.
 */
export function createReservations(options: ReservationsOptions): Reservations {
  return {
    hold: (key, wanted) => hold(options, { key, ...wanted }),
    release: (key, positions) => release(options, { key, positions }),
  }
}

interface Holding {
  readonly key: string
  readonly lines: readonly Wanted[]
  readonly forMs: number
}

async function hold(
  { sync, ledger, safety = () => '0', now }: ReservationsOptions,
  { key, lines, forMs }: Holding,
): Promise<Result<Held, NotHeld>> {
  const sums = sumUp(lines)
  if (sums.isErr()) return err(sums.error)
  const start = now()
  // moments have whole milliseconds, and what ends in this one would be kept for nobody
  const expiresAt = Math.ceil(start + forMs)
  if (!(forMs > 0) || Number.isNaN(new Date(expiresAt).getTime())) {
    const message = `forMs is ${forMs}: say for how many milliseconds goods are kept`
    return err({ kind: 'invalid', message })
  }
  const documents = sums.value.map(({ item, place, quantity: { value, unit } }) =>
    document({ item, place, unit, at: start }, [
      { kind: 'hold', key, quantity: value, expiresAt: new Date(expiresAt).toISOString() },
    ]),
  )
  let missing: readonly Missing[] = []
  const admit = (changes: readonly SumChange[]) => {
    missing = changes.flatMap((change, index) =>
      missingOf(change, { line: sums.value[index], safety }),
    )
    return missing.length === 0 ? undefined : 'there is not enough stock'
  }
  const added = await sync.add(ledger.id, { documents, admit })
  return added.map(() => ({ key, expiresAt })).mapErr((failure) => toNotHeld(failure, missing))
}

async function release(
  { sync, ledger, now }: ReservationsOptions,
  { key, positions }: { readonly key: string; readonly positions: readonly PositionName[] },
): Promise<Result<void, NotHeld>> {
  const at = now()
  const documents = positions.map((name) => document({ ...name, at }, [{ kind: 'release', key }]))
  // a position that nothing was ever posted to need not be made for that
  const admit = (sums: readonly SumChange[]) =>
    sums.some(({ before }) => before) ? undefined : 'nothing is kept'
  const added = await sync.add(ledger.id, { documents, admit })
  return added.match<Result<void, NotHeld>>(
    () => ok(),
    (failure) => (failure.kind === 'refused' ? ok() : err(toNotHeld(failure, []))),
  )
}

function document(
  { item, place, at, unit }: PositionName & { readonly at: number; readonly unit?: string },
  entries: readonly object[],
) {
  const said = { item, place, at: new Date(at).toISOString(), ...(unit !== undefined && { unit }) }
  return { resource: POSTING, key: positionId({ item, place }), document: { ...said, entries } }
}

function missingOf(
  { after }: SumChange,
  {
    line,
    safety,
  }: { readonly line: Wanted | undefined; readonly safety: (name: PositionName) => Decimal },
): Missing[] {
  if (!line) return []
  const { item, place } = line
  const kept = keptOf({ item, place }, safety)
  const missing = subtractDecimals(kept, after['available'] as Decimal)
  return compareDecimals(missing, '0') > 0 ? [{ item, place, missing }] : []
}

function keptOf(name: PositionName, safety: (name: PositionName) => Decimal): Decimal {
  const said: unknown = safety(name)
  const kept = typeof said === 'string' ? decimalOf(said) : undefined
  if (kept !== undefined && compareDecimals(kept, '0') >= 0) return kept
  const what = `safety said ${said} of ${name.item} at ${name.place}`
  throw new Error(`${what}: answer how many nobody may reserve, as "2" or "0"`)
}

function toNotHeld({ kind, message }: NotAdded, missing: readonly Missing[]): NotHeld {
  return kind === 'refused' ? { kind: 'not-enough-stock', missing } : { kind, message }
}
