import {
  addDecimals,
  compareDecimals,
  convertQuantity,
  type Decimal,
  decimalOf,
  type Quantity,
  subtractDecimals,
} from '@canonry/model'
import { POSTING, type PositionName, positionId } from '@canonry/stock-ledger'
import type { Connection, NotAdded, SumChange, Sync } from '@canonry/sync'
import { err, ok, type Result } from 'neverthrow'

/** What reservations are made in. */
export interface ReservationsOptions {
  readonly sync: Pick<Sync, 'add'>
  readonly ledger: Connection
  /** What nobody may reserve; default nothing. Pure. */
  readonly safety?: (name: PositionName) => Decimal
  /** Epoch milliseconds. */
  now(): number
}

/** Goods at a place that somebody wants kept. */
export interface Wanted extends PositionName {
  /** More than nothing. */
  readonly quantity: Quantity
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
  const expiresAt = start + forMs
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

// two lines of one item are one wish: each alone might be met, and both together not
function sumUp(lines: readonly Wanted[]): Result<Wanted[], NotHeld> {
  const sums = new Map<string, Wanted>()
  for (const line of lines) {
    const { quantity } = line
    if (!isSome(quantity.value)) {
      return err({
        kind: 'invalid',
        message: `${quantity.value} of ${line.item} is nothing to keep`,
      })
    }
    const id = positionId(line)
    const known = sums.get(id)
    const unit = known?.quantity.unit ?? quantity.unit
    const more = convertQuantity(quantity, unit)
    if (!more) return err({ kind: 'invalid', message: `${line.item} is wanted in two units` })
    const value = addDecimals(known?.quantity.value ?? '0', more.value)
    sums.set(id, { ...line, quantity: { value, unit } })
  }
  if (sums.size === 0) return err({ kind: 'invalid', message: 'nothing is wanted' })
  return ok([...sums.values()])
}

function isSome(value: unknown): boolean {
  const said = typeof value === 'string' ? decimalOf(value) : undefined
  return said !== undefined && compareDecimals(said, '0') > 0
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
  const missing = subtractDecimals(safety({ item, place }), after['available'] as Decimal)
  return compareDecimals(missing, '0') > 0 ? [{ item, place, missing }] : []
}

function toNotHeld({ kind, message }: NotAdded, missing: readonly Missing[]): NotHeld {
  return kind === 'refused' ? { kind: 'not-enough-stock', missing } : { kind, message }
}
