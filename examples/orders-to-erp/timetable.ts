import type { RunArguments } from './arguments.js'

/** When things happen in a run, on its own clock. */
export interface Timetable {
  /** Seconds between two orders, of all shops together. */
  readonly orderEverySeconds: number
  /** Seconds between two tickets, of all tills together. */
  readonly ticketEverySeconds: number
  /** How long orders and tickets come in, in milliseconds. */
  readonly lengthMs: number
  /** When the ERP cannot be reached, in milliseconds from the beginning. */
  readonly outage?: { readonly from: number; readonly to: number }
}

const ORDER_EVERY_SECONDS = 2
// something is booked before the outage begins, and comes in after it has ended
const LONGER_THAN_OUTAGE = 1.15

/** Spreads orders and tickets over the run: a day takes its time, and so does an outage. */
export function timetableOf({ orders, tickets, days, outage }: RunArguments): Timetable {
  const outageMs = outage * 60_000
  const usualMs = orders * ORDER_EVERY_SECONDS * 1000
  const lengthMs = days > 0 ? days * 86_400_000 : Math.max(usualMs, outageMs * LONGER_THAN_OUTAGE)
  const from = (lengthMs - outageMs) / 2
  return {
    orderEverySeconds: lengthMs / 1000 / orders,
    ticketEverySeconds: lengthMs / 1000 / tickets,
    lengthMs,
    ...(outageMs > 0 && { outage: { from, to: from + outageMs } }),
  }
}
