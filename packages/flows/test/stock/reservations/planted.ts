import { ok } from 'neverthrow'
import { createReservations, type Wanted } from '../../../src/index.js'
import type { Reserving } from './retailer.js'

/** Reservations with a mistake each, which the property finds. */
export const PLANTED: readonly { readonly name: string; readonly reserving: Reserving }[] = [
  {
    name: 'looks whether there is enough, and takes it in a second step',
    reserving: (options) => {
      const own = createReservations(options)
      const unasked = createReservations({
        ...options,
        sync: { add: (id, { documents }) => options.sync.add(id, { documents }) },
      })
      return {
        ...own,
        hold: async (key, wanted) => {
          const looked = await own.hold(key, wanted)
          if (looked.isErr()) return looked
          const released = await own.release(key, wanted.lines)
          return released.isErr() ? released.map(() => looked.value) : unasked.hold(key, wanted)
        },
      }
    },
  },
  {
    name: 'takes line after line, and keeps those that it got',
    reserving: (options) => {
      const own = createReservations(options)
      return {
        ...own,
        hold: async (key, { lines, forMs }) => {
          let last = await own.hold(key, { lines: lines.slice(0, 1), forMs })
          for (const line of lines.slice(1)) last = await own.hold(key, { lines: [line], forMs })
          return last
        },
      }
    },
  },
  {
    name: 'takes two lines of one item for the same wish',
    reserving: (options) => {
      const own = createReservations(options)
      const once = (lines: readonly Wanted[]) => [
        ...new Map(lines.map((line) => [line.item, line])).values(),
      ]
      return {
        ...own,
        hold: (key, { lines, forMs }) => own.hold(key, { lines: once(lines), forMs }),
      }
    },
  },
  {
    name: 'forgets what nobody may reserve',
    reserving: (options) => createReservations({ ...options, safety: () => '0' }),
  },
  {
    name: 'keeps a piece more than it says',
    reserving: ({ safety = () => '0', ...options }) =>
      createReservations({ ...options, safety: (name) => `${Number(safety(name)) + 1}` }),
  },
  {
    name: 'answers before anything is kept',
    reserving: (options) => {
      const own = createReservations(options)
      return {
        ...own,
        hold: async (key, wanted) => {
          void own.hold(key, wanted)
          return ok({ key, expiresAt: options.now() + wanted.forMs })
        },
      }
    },
  },
]
