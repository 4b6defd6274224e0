import { err } from 'neverthrow'
import type { PlantedBugs } from './planted-bug.js'
import { every, tamperedDatabase as tampered } from './tampered-store.js'

/** Mistakes in what a store does with facts that flows recorded, and with what is added to sums. */
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
  {
    name: 'works off once more what was added while somebody waited',
    hasLedger: true,
    database: tampered(({ store }) => ({
      commit: ({ facts = [], ...request }) => {
        const forgotten = facts.map((fact) =>
          fact.origin === 'added' ? { ...fact, origin: 'flow' as const } : fact,
        )
        return store.commit({ ...request, facts: forgotten })
      },
    })),
  },
  {
    name: 'adds to a sum that somebody else has changed since it was read',
    hasLedger: true,
    database: tampered(({ store, tables }) => ({
      commit: (request) => {
        const isAdding = request.facts?.some(({ origin }) => origin === 'added')
        if (!isAdding) return store.commit(request)
        const entities = request.entities.map((write) => {
          const expected = tables.entities.get(write.row.id)?.version ?? write.expected
          return { expected, row: { ...write.row, version: expected + 1 } }
        })
        const isLate = entities.some(
          ({ expected }, i) => expected !== request.entities[i]?.expected,
        )
        // the effects of the other one would tell of it
        const effects = isLate ? [] : request.effects
        return store.commit({ ...request, entities, effects })
      },
    })),
  },
]
