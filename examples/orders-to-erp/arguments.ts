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

/** Reads the command line; a word it does not know ends the program with the list of those it knows. */
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
