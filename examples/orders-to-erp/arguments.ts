import { parseArgs } from 'node:util'

/** What a run is asked to do. */
export interface RunArguments {
  /** Duplicates, reordering, forgeries, 429s, lost answers, and a worker that is killed. */
  readonly chaos: boolean
  /** The same seed gives the same orders and the same misfortune. */
  readonly seed: number
  readonly orders: number
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
export const USAGE = `npm start -- [--chaos] [--seed N] [--orders N] [--speed N] [--store S] [--workers N] [--plain]
  --chaos    duplicates, late and forged webhooks, 429s, lost answers, a worker that is killed
  --seed N   the same N gives the same orders and the same misfortune (default 1)
  --orders N how many orders the two shops take (default 520)
  --speed N  how many times as fast as real time the shared clock runs (default 120, or 40 with
             several workers, which share the cores of the machine)
  --store S  sqlite, a file (default), or postgres, the database at POSTGRES_URL
  --workers N how many processes work at the same time, on postgres (default 1)
  --plain    one line per step instead of one that is painted over`

/** Reads the command line; throws, in words, for what {@link USAGE} does not know. */
export function readArguments(words: readonly string[]): RunArguments {
  const { values } = parseArgs({
    args: [...words],
    options: {
      chaos: { type: 'boolean', default: false },
      seed: { type: 'string', default: '1' },
      orders: { type: 'string', default: '520' },
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
  return {
    chaos: values.chaos,
    seed: wholeNumber('seed', values.seed),
    orders: wholeNumber('orders', values.orders),
    speed: wholeNumber('speed', values.speed ?? usualSpeed(workers)),
    store,
    workers,
    plain: values.plain,
  }
}

function usualSpeed(workers: number): string {
  return workers === 1 ? '120' : '40'
}

function storeOf(name: string): RunArguments['store'] {
  if (name === 'sqlite' || name === 'postgres') return name
  throw new Error('--store takes sqlite or postgres')
}

function wholeNumber(name: string, text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value) || value < 1)
    throw new Error(`--${name} takes a whole number from 1`)
  return value
}
