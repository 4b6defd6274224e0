import { parseArgs } from 'node:util'

/** What a run is asked to do. */
export interface RunArguments {
  /** Duplicates, reordering, forgeries, 429s, lost answers, and a worker that is killed. */
  readonly chaos: boolean
  /** The same seed gives the same orders and the same misfortune. */
  readonly seed: number
  readonly orders: number
  /** Tickets of all tills together. */
  readonly tickets: number
  /** How many stores have tills. */
  readonly stores: number
  /** How many days orders and tickets are spread over; 0: they come one after the other. */
  readonly days: number
  /** How many minutes of its clock the ERP cannot be reached. */
  readonly outage: number
  /** How many times as fast as real time the shared clock runs. */
  readonly speed: number
  /** Where the service keeps its state: in a file, or in the database at `POSTGRES_URL`. */
  readonly store: 'sqlite' | 'postgres'
  /** How many processes work at the same time; a file has one. */
  readonly workers: number
  /** One line per step instead of a line that is painted over. */
  readonly plain: boolean
}

/** What the command line may say. */
export const USAGE = `npm start -- [--chaos] [--seed N] [--orders N] [--tickets N] [--stores N] [--days N]
             [--outage N] [--speed N] [--store S] [--workers N] [--plain]
  --chaos    duplicates, late and forged webhooks, 429s, lost answers, a worker that is killed
  --seed N   the same N gives the same orders and the same misfortune (default 1)
  --orders N how many orders the two shops take (default 520, or 20,000 a day)
  --tickets N how many tickets the tills ring up (default half as many, or 500 a day and store)
  --stores N how many stores have tills (default 10)
  --days N   spreads orders and tickets over so many days
  --outage N for how many minutes the ERP cannot be reached (default 120 with --chaos, else 0)
  --speed N  how many times as fast as real time the shared clock runs (default 120, 80 with
             --chaos, or 40 with --days and with several workers, which share the cores)
  --store S  sqlite, a file (default), or postgres, the database at POSTGRES_URL
  --workers N how many processes work at the same time, on postgres (default 1)
  --plain    one line per step instead of one that is painted over`

const ORDERS_A_DAY = 20_000
const TICKETS_A_DAY = 500

/** Reads the command line; throws, in words, for what {@link USAGE} does not know. */
export function readArguments(words: readonly string[]): RunArguments {
  const { values } = parseArgs({
    args: [...words],
    options: {
      chaos: { type: 'boolean', default: false },
      seed: { type: 'string', default: '1' },
      orders: { type: 'string' },
      tickets: { type: 'string' },
      stores: { type: 'string', default: '10' },
      days: { type: 'string', default: '0' },
      outage: { type: 'string' },
      speed: { type: 'string' },
      store: { type: 'string', default: 'sqlite' },
      workers: { type: 'string', default: '1' },
      plain: { type: 'boolean', default: process.stdout.isTTY !== true },
    },
  })
  const store = storeOf(values.store)
  const workers = wholeNumber('workers', values.workers)
  if (store === 'sqlite' && workers > 1)
    throw new Error('a file has one worker: --workers needs --store postgres')
  const { chaos, plain } = values
  return {
    ...{ chaos, plain, store, workers },
    ...howMuch(values),
    seed: wholeNumber('seed', values.seed),
    outage: wholeNumber('outage', values.outage ?? (chaos ? '120' : '0'), 0),
    speed: wholeNumber('speed', values.speed ?? usualSpeed({ chaos, workers, days: values.days })),
  }
}

type Amounts = Pick<RunArguments, 'orders' | 'tickets' | 'stores' | 'days'>

function howMuch(values: {
  readonly orders?: string | undefined
  readonly tickets?: string | undefined
  readonly stores: string
  readonly days: string
}): Amounts {
  const stores = wholeNumber('stores', values.stores)
  const days = wholeNumber('days', values.days, 0)
  const orders = values.orders ?? String(days > 0 ? ORDERS_A_DAY * days : 520)
  const count = wholeNumber('orders', orders)
  const tickets = days > 0 ? TICKETS_A_DAY * stores * days : Math.ceil(count / 2)
  return {
    ...{ stores, days, orders: count },
    tickets: wholeNumber('tickets', values.tickets ?? String(tickets)),
  }
}

// a call that takes 60 ms takes seconds on the clock: what is refused as late must not be so by its speed
function usualSpeed({
  chaos,
  workers,
  days,
}: Pick<RunArguments, 'chaos' | 'workers'> & { readonly days: string }): string {
  // 150,000 tickets a day at forty times the speed of time keep two cores busy
  if (workers > 1 || days !== '0') return '40'
  return chaos ? '80' : '120'
}

function storeOf(name: string): RunArguments['store'] {
  if (name === 'sqlite' || name === 'postgres') return name
  throw new Error('--store takes sqlite or postgres')
}

function wholeNumber(name: string, text: string, least = 1): number {
  const value = Number(text)
  if (text.trim() !== '' && Number.isSafeInteger(value) && value >= least) return value
  throw new Error(`--${name} takes a whole number from ${least}`)
}
