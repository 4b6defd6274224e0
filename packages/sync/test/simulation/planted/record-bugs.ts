import { err } from 'neverthrow'
import type { PlantedBugs } from './planted-bug.js'
import { every, tamperedDatabase as tampered } from './tampered-store.js'

/** Mistakes in what a store does with facts that flows recorded. */
export const recordBugs: PlantedBugs['bugs'] = [
  {
    name: 'loses every fourth document that a flow recorded',
    hasLedger: true,
    database: tampered(({ store }) => {
      const isTime = every(4)
      return {
        commit: ({ facts = [], ...request }) =>
          store.commit({ ...request, facts: facts.filter(() => !isTime()) }),
      }
    }),
  },
  {
    name: 'journals twice what a flow recorded, now and then',
    hasLedger: true,
    database: tampered(({ store }) => {
      const isTime = every(10)
      return {
        commit: ({ facts = [], ...request }) =>
          store.commit({ ...request, facts: isTime() ? [...facts, ...facts] : facts }),
      }
    }),
  },
  {
    name: 'journals what a flow recorded although its change is refused',
    hasLedger: true,
    database: tampered(({ store }) => ({
      commit: (request) =>
        store.commit(request).orElse((failure) => {
          const { facts = [], now } = request
          return store.append({ now, facts, counts: {} }).andThen(() => err(failure))
        }),
    })),
  },
]
