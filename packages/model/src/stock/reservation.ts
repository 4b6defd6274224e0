import { z } from 'zod'
import { checkRefs } from '../entity/check-refs.js'
import type { Finding } from '../entity/finding.js'
import { findingIf } from '../entity/finding-if.js'
import { lazyObject } from '../entity/lazy-object.js'
import { Ref } from '../entity/ref.js'
import { refs } from '../entity/usual-fields.js'
import { compareDecimals } from '../value/decimal.js'
import { compareInstants, Instant } from '../value/instant.js'
import { printQuantity, Quantity } from '../value/quantity.js'
import { ReservationState } from './reservation-state.js'

/** Goods at a place that are kept for someone: the same reservation has the same key. */
export const Reservation = lazyObject(() => ({
  refs,
  key: z
    .string()
    .min(1)
    .describe('The same reservation has the same key, however often it is told.'),
  variant: Ref.describe('What is kept.'),
  location: Ref.describe('Where it is kept.'),
  quantity: Quantity.describe('How much of it is kept; above zero.'),
  owner: z
    .object({
      kind: z
        .enum(['cart', 'order-line', 'fulfilment', 'channel-buffer', 'unknown'])
        .describe('For whom; `channel-buffer` keeps goods for one sales channel.'),
      ref: Ref.optional().describe('Which cart, line or channel.'),
    })
    .describe('For whom the goods are kept: exactly one owner.'),
  state: ReservationState.describe(
    'Only an `active` one keeps goods; `consumed` means that they went out.',
  ),
  createdAt: Instant.describe('When it began to hold.'),
  expiresAt: Instant.optional().describe(
    'The first moment at which it no longer holds; absent: it holds until it is ended.',
  ),
  endedAt: Instant.optional().describe('When it was consumed, released or seen to have expired.'),
})).meta({
  description: 'Goods at a place that are kept for someone and promised to nobody else.',
  owner: 'order-management',
})
export type Reservation = z.infer<typeof Reservation>

/**
 * The state of a reservation at a moment: an active one expires by itself when its time has come,
 * whether or not anyone has written that down; one that ended later was active then.
 */
export function reservationStateAt(
  { state, expiresAt, endedAt }: Pick<Reservation, 'state' | 'expiresAt' | 'endedAt'>,
  at: Instant,
): ReservationState {
  const ended = endedAt === undefined || compareInstants(endedAt, at) <= 0
  if (state !== 'active' && ended) return state
  const over = expiresAt !== undefined && compareInstants(expiresAt, at) <= 0
  return over ? 'expired' : 'active'
}

/** What does not hold in a reservation: nothing kept, or times and state that contradict each other. */
export function checkReservation(reservation: Reservation): Finding[] {
  const { quantity, state, createdAt, expiresAt, endedAt } = reservation
  return [
    ...checkRefs(reservation.refs),
    ...findingIf(compareDecimals(quantity.value, '0') <= 0, {
      code: 'not-positive',
      path: '/quantity/value',
      message: `${printQuantity(quantity)} is kept, which is not more than nothing`,
    }),
    ...findingIf(expiresAt !== undefined && compareInstants(expiresAt, createdAt) <= 0, {
      code: 'never-valid',
      path: '/expiresAt',
      message: `it expires at ${expiresAt}, which is not after it was made at ${createdAt}`,
    }),
    ...findingIf((state === 'active') === (endedAt !== undefined), {
      code: 'end-differs',
      path: '/endedAt',
      message: `the reservation is ${state} and ${endedAt ? `ended at ${endedAt}` : 'has no end'}`,
    }),
    ...findingIf(endedAt !== undefined && compareInstants(endedAt, createdAt) < 0, {
      code: 'ended-before-it-began',
      path: '/endedAt',
      message: `it ended at ${endedAt}, before it was made at ${createdAt}`,
    }),
    ...findingIf(state === 'expired' && expiresAt === undefined, {
      code: 'expired-without-expiry',
      path: '/expiresAt',
      message: 'the reservation expired although it had no time to expire at',
    }),
  ]
}
