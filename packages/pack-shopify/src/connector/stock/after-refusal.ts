import type { Failure } from '@canonry/pack'
import { type Available, availableIn, readLevel } from './levels.js'
import type { Offer } from './offer.js'
import { isStale, notHeard, notStocked, refusalOf } from './refusal.js'
import type { Setting } from './set-quantities.js'
import type { StockService } from './stock-service.js'

// moments of shops are no finer
const A_SECOND = 1_000

/** A number that somebody has changed in the shop, and since when it is known to be another. */
export interface Edited {
  readonly has: number
  readonly since: number
}

/** An offer that is to be made, and from which quantity. */
export interface Making {
  readonly offer: Offer
  readonly setting: Setting
  /** The numbers of other items of the same SKU, which are told nothing. */
  readonly twins: readonly string[]
  /** What it writes over, where somebody has changed that in the shop, and how long that has been so. */
  readonly edited?: Edited
}

/**
 * What comes of an offer that the shop refused: a failure, or the same offer from what is there.
 *
 * A shop that has another quantity than it must have has sold something that is not heard of yet, or
 * somebody has changed it there. Which of the two, only time tells, and the time of the quantity that is
 * there: an older number that the shop has said may be there again by a sale of just now. Only what it
 * was told itself and has not changed since is known to be neither. What is too many is no sale: where it
 * has been so for as long, sales that go on change nothing, and it is taken off by so much. Those that are
 * on their way stay sold.
 */
export async function afterRefusal(
  service: StockService,
  { making, code }: { readonly making: Making; readonly code: string },
): Promise<Failure | Making> {
  const { offer, setting } = making
  const isOther = isStale(code) && setting.from === offer.expected
  const next = isOther ? await fromAnEdit(service, making) : undefined
  if (next) return next
  const failure = refusalOf(code, { offer, now: service.now() })
  if (failure.kind === 'dependency.missing') service.items.forget()
  return failure
}

async function fromAnEdit(
  service: StockService,
  making: Making,
): Promise<Failure | Making | undefined> {
  const { offer, setting } = making
  const level = await readLevel(service, setting)
  if (level.isErr()) return level.error
  const has = availableIn(level.value)
  if (has === undefined) return notStocked(offer)
  // by now it has what it must have
  if (has.quantity === setting.from) return undefined
  const again: Making = { ...making, setting: { ...setting, from: has.quantity } }
  if (isAsTold(has, offer)) return again
  const now = service.now()
  const rested = (has.at ?? now) + service.settleMs
  if (now >= rested) return { ...again, edited: { has: has.quantity, since: has.at ?? now } }
  const seen = { ...setting, has: has.quantity, expected: setting.from, at: now }
  const surplus = service.surpluses.see(seen)
  const settlesAt = surplus ? Math.min(rested, surplus.since + service.settleMs) : rested
  if (surplus === undefined || now < settlesAt) return notHeard(offer, { has, settlesAt })
  const onTheirWay = surplus.by - (has.quantity - setting.from)
  const quantity = Math.max(0, offer.quantity - onTheirWay)
  return {
    ...again,
    setting: { ...again.setting, quantity },
    edited: { has: has.quantity, ...surplus },
  }
}

// what it was told wrote over a sale that was heard of since, and nothing has happened there after it
function isAsTold(
  { quantity, at = Number.POSITIVE_INFINITY }: Available,
  { told }: Offer,
): boolean {
  return told !== undefined && quantity === told.quantity && at <= told.at + A_SECOND
}
