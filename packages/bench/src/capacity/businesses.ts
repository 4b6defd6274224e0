/** A business whose needs are reckoned: what it does in a day, and how unevenly. */
export interface Business {
  readonly name: string
  readonly ticketsPerDay: number
  readonly ordersPerDay: number
  /** The hours in which it all happens. */
  readonly openHours: number
  /** The busiest hour ÷ the mean of the open hours. */
  readonly peak: number
  /** Stock levels told in a second, on top of the peak, while all levels are told anew. */
  readonly storm: number
}

/** What one ticket or order leads to; assumed. */
export interface Deeds {
  /** Facts of an entity that was not known. */
  readonly fresh: number
  readonly updates: number
  readonly effects: number
}

/** The ticket and its payment; three lines that change a level; three levels and the sale told on. */
export const TICKET: Deeds = { fresh: 2, updates: 3, effects: 4 }

/**
 * The order, its payment and two fulfilments; two further versions of the order, one of the payment,
 * and four moves of stock; the order told to two systems, two fulfilments and two levels told on.
 */
export const ORDER: Deeds = { fresh: 4, updates: 7, effects: 6 }

/** The share of a processor that is planned with; the rest is for what comes unevenly. */
export const LOAD = 0.6

/** What a document has in real life; the measured one has 113 bytes. */
export const DOCUMENT_BYTES = 4_000

/** The businesses of the page. */
export const BUSINESSES: readonly Business[] = [
  {
    name: 'A retailer with 300 stores',
    ticketsPerDay: 150_000,
    ordersPerDay: 20_000,
    openHours: 12,
    peak: 4,
    storm: 0,
  },
  {
    name: 'A retailer with 5,000 stores',
    ticketsPerDay: 2_500_000,
    ordersPerDay: 333_000,
    openHours: 12,
    peak: 4,
    storm: 0,
  },
  {
    name: 'A marketplace aggregator with 1,000,000 orders a day',
    ticketsPerDay: 0,
    ordersPerDay: 1_000_000,
    openHours: 24,
    peak: 5,
    storm: 1_700,
  },
]
