import fc from 'fast-check'

export const ITEMS = ['A', 'B', 'C'] as const
export type Item = (typeof ITEMS)[number]

/** A line of a wish, and how many of it. */
export type WishedLine = readonly [item: Item, quantity: number]

/**
 * What somebody does. Carts ask, let go, become orders and are sent; tills sell and people count, some
 * minutes late (below zero) or by a clock that is ahead.
 */
export type Command =
  | {
      readonly act: 'hold'
      readonly cart: string
      readonly lines: readonly WishedLine[]
      readonly minutes: number
    }
  | {
      readonly act: 'release' | 'order' | 'send'
      readonly cart: string
      /** Whether another cart does it where this one has nothing to do it with. */
      readonly orAnother: boolean
    }
  | {
      readonly act: 'sell' | 'count'
      readonly item: Item
      readonly quantity: number
      readonly minutes: number
    }

/** How long nobody does anything: so many minutes, or until the next hold ends, or just not. */
export type Wait = number | 'until it ends' | 'until just before it ends'

/** What is done at one and the same moment, by all processes in turn. */
export interface Moment {
  readonly wait: Wait
  readonly commands: readonly Command[]
}

/** A retailer with a few goods, and all that happens to them. */
export interface ReservationCase {
  readonly stock: Readonly<Record<Item, number>>
  /** Of every item, what nobody may reserve. */
  readonly safety: number
  readonly processes: number
  /** How many milliseconds the store takes, call by call, and then again from the first. */
  readonly pauses: readonly number[]
  readonly moments: readonly Moment[]
}

const item = fc.constantFrom(...ITEMS)
const cart = fc.integer({ min: 1, max: 9 }).map((number) => `cart-${number}`)
const wished = fc.constantFrom(1, 1, 1, 2, 3)

const hold = fc.record({
  act: fc.constant('hold' as const),
  cart,
  lines: fc.array(fc.tuple(item, wished), { minLength: 1, maxLength: 4 }),
  minutes: fc.constantFrom(1, 5, 15),
})
const ofCart = fc.record({
  act: fc.constantFrom('release' as const, 'order' as const, 'order' as const, 'send' as const),
  cart,
  orAnother: fc.constantFrom(true, true, true, false),
})
const sell = fc.record({
  act: fc.constant('sell' as const),
  item,
  quantity: fc.constantFrom(-3, 1, 1, 2),
  minutes: fc.constantFrom(-180, -10, 0, 0, 20),
})
const count = fc.record({
  act: fc.constant('count' as const),
  item,
  quantity: fc.nat(15),
  minutes: fc.constantFrom(-60, -1, 0),
})
const command: fc.Arbitrary<Command> = fc.oneof(
  { arbitrary: hold, weight: 10 },
  { arbitrary: ofCart, weight: 6 },
  { arbitrary: sell, weight: 2 },
  { arbitrary: count, weight: 1 },
)
const wait: fc.Arbitrary<Wait> = fc.constantFrom<Wait>(
  ...([0, 1, 2, 'until it ends', 'until it ends', 'until just before it ends'] as const),
)

/** Everything that the property of reservations is tried with: in the tests, and for its statistics. */
export const reservationCase: fc.Arbitrary<ReservationCase> = fc.record({
  stock: fc.record({
    A: fc.integer({ min: 8, max: 20 }),
    B: fc.integer({ min: 5, max: 12 }),
    C: fc.nat(4),
  }),
  safety: fc.constantFrom(0, 0, 1, 2),
  processes: fc.constantFrom(1, 2, 2, 3, 3),
  pauses: fc.array(fc.nat(3), { minLength: 1, maxLength: 9 }),
  moments: fc.array(
    fc.record({ wait, commands: fc.array(command, { minLength: 1, maxLength: 10 }) }),
    { minLength: 1, maxLength: 7 },
  ),
})
