import type { Ref } from '@canonry/model'

/** What became of everything while the ERP could not be reached, and afterwards. */
export interface OutageReport {
  readonly minutes: number
  /** How late an order was heard of at other times, at most, in minutes of the run's clock. */
  readonly latest: number
  /** Orders and tickets of the outage that were not heard of before it ended. */
  readonly unheard: readonly string[]
  readonly heard: { readonly orders: number; readonly tickets: number }
  /** How often a shop was told its stock meanwhile. */
  readonly told: number
  /** Exceptions about the ERP that came up: nothing may fail, all of it waits. */
  readonly failed: readonly string[]
  /** Minutes until half of them were booked, from the end of the outage on. */
  readonly booked: { readonly orders: number; readonly tickets: number }
}

/** From when to when, epoch milliseconds. */
export interface Window {
  readonly from: number
  readonly to: number
}

/** One order or ticket: when it came to be, was heard of, and was booked in the ERP; epoch milliseconds. */
export interface Way {
  readonly ref: Ref
  readonly at: number
  readonly heardAt?: number
  readonly bookedAt?: number
}

/** What is known of a run with an outage. */
export interface Outage extends Pick<OutageReport, 'told' | 'failed'> {
  readonly window: Window
  readonly orders: readonly Way[]
  readonly tickets: readonly Way[]
}

// a till without network, a late webhook and a worker that was just killed take their time: what comes
// in later than this before the end may be heard after it, and of a shorter outage nothing is judged
const MINUTE_MS = 60_000
const SLOW_MS = 30 * MINUTE_MS

/**
 * Reports on an outage. A machine that is busy with other things hears of everything late: what came in
 * so late before the end is not judged either.
 */
export function reportOutage({ window, orders, tickets, told, failed }: Outage): OutageReport {
  const { from, to } = window
  const latestMs = longestDelay(orders.filter(({ at }) => at < from || at >= to))
  const isIn = ({ at }: Way) => at >= from && at < to - Math.max(SLOW_MS, latestMs)
  const isUnheard = ({ heardAt }: Way) => heardAt === undefined || heardAt >= to
  const within = { orders: orders.filter(isIn), tickets: tickets.filter(isIn) }
  return {
    ...{ told, failed },
    minutes: Math.round((to - from) / MINUTE_MS),
    latest: Math.round(latestMs / MINUTE_MS),
    unheard: [...within.orders, ...within.tickets].filter(isUnheard).map(nameOf),
    heard: { orders: within.orders.length, tickets: within.tickets.length },
    booked: {
      orders: medianMinutes(within.orders, to),
      tickets: medianMinutes(within.tickets, to),
    },
  }
}

function nameOf({ ref: { kind, id } }: Way): string {
  return `${kind} ${id}`
}

function longestDelay(ways: readonly Way[]): number {
  return ways.reduce((most, { at, heardAt = at }) => Math.max(most, heardAt - at), 0)
}

function medianMinutes(ways: readonly Way[], to: number): number {
  const waited = ways.flatMap(({ bookedAt }) => (bookedAt === undefined ? [] : [bookedAt - to]))
  const middle = waited.sort((a, b) => a - b)[waited.length >> 1] ?? 0
  return Math.round(middle / 6_000) / 10
}

// of less, perhaps nothing is sold that a shop must hear of, and half is booked by the first calls
const MUCH = 100

/**
 * Whether all was heard and nothing failed; and, where much came in, the shop was told and orders were
 * booked before tickets.
 */
export function outageWentWell({ unheard, failed, told, heard, booked }: OutageReport): boolean {
  const isMuch = heard.orders + heard.tickets >= MUCH
  const wentOn = told > 0 && booked.orders <= booked.tickets
  return unheard.length + failed.length === 0 && (!isMuch || wentOn)
}

/** An outage in words that a retailer understands. */
export function tellOutage(report: OutageReport): readonly string[] {
  const { minutes, latest, heard, unheard, told, failed, booked } = report
  const count = (number: number) => String(number).padStart(8)
  const isSlow = latest * MINUTE_MS > SLOW_MS
  return [
    '',
    `The ERP could not be reached for ${minutes} minutes`,
    ...(isSlow
      ? [
          `${count(latest)}  minutes late an order was heard of at another time, on this busy machine: of the last ${latest} nothing is judged`,
        ]
      : []),
    `${count(heard.orders)}  orders and ${heard.tickets} tickets came in meanwhile, ${unheard.length} of them unheard`,
    `${count(told)}  times the shop was told its stock meanwhile`,
    `${count(failed.length)}  of all that was meant for it failed: it waited`,
    `${String(booked.orders).padStart(8)}  minutes after it was back half of these orders were booked, ${booked.tickets} of these tickets`,
    ...[...unheard, ...failed].slice(0, 20).map((line) => `          ${line}`),
    '',
    verdictOf(report),
  ]
}

function verdictOf(report: OutageReport): string {
  if (!outageWentWell(report)) return 'THE OUTAGE WENT WRONG'
  const { orders, tickets } = report.heard
  const isJudged = orders + tickets > 0 || report.latest * MINUTE_MS <= SLOW_MS
  return isJudged ? 'the outage went well' : 'the outage cannot be judged on so busy a machine'
}
