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
  /** One line per step instead of a line that is painted over. */
  readonly plain: boolean
}

/** What the command line may say. */
export const USAGE = `npm start -- [--chaos] [--seed N] [--orders N] [--speed N] [--plain]
  --chaos    duplicates, late and forged webhooks, 429s, lost answers, a worker that is killed
  --seed N   the same N gives the same orders and the same misfortune (default 1)
  --orders N how many orders the two shops take (default 520)
  --speed N  how many times as fast as real time the shared clock runs (default 120)
  --plain    one line per step instead of one that is painted over`

/** Reads the command line; throws, in words, for what {@link USAGE} does not know. */
export function readArguments(words: readonly string[]): RunArguments {
  const { values } = parseArgs({
    args: [...words],
    options: {
      chaos: { type: 'boolean', default: false },
      seed: { type: 'string', default: '1' },
      orders: { type: 'string', default: '520' },
      speed: { type: 'string', default: '120' },
      plain: { type: 'boolean', default: process.stdout.isTTY !== true },
    },
  })
  return {
    chaos: values.chaos,
    seed: wholeNumber('seed', values.seed),
    orders: wholeNumber('orders', values.orders),
    speed: wholeNumber('speed', values.speed),
    plain: values.plain,
  }
}

function wholeNumber(name: string, text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value) || value < 1)
    throw new Error(`--${name} takes a whole number from 1`)
  return value
}
