import type { Commit } from '@canonry/sync'
import { okAsync } from 'neverthrow'
import type { PlantedBugs } from './planted-bug.js'
import { type Tampering, tamperedDatabase as tampered } from './tampered-store.js'

type Erase = NonNullable<Commit['erase']>

const world = { isErasing: true } as const

/** A store that takes away something else than it should. */
function erases(change: (erase: Erase, tampering: Tampering) => Partial<Erase>) {
  return tampered((tampering) => ({
    commit: (request) => {
      const { erase } = request
      if (!erase) return tampering.store.commit(request)
      return tampering.store.commit({
        ...request,
        erase: { ...erase, ...change(erase, tampering) },
      })
    },
  }))
}

/** Mistakes in what a store does when somebody is erased. */
export const eraseBugs: PlantedBugs['bugs'] = [
  {
    name: 'erases entities, and leaves what was heard in the journal',
    world,
    database: tampered(({ store, tables }) => ({
      commit: (request) => {
        if (request.erase) tables.about.clear()
        return store.commit(request)
      },
    })),
  },
  {
    name: 'knows a fact by its document alone, and not by what was found in it',
    world,
    database: tampered(({ store }) => ({
      commit: (request) => store.commit({ ...request, subjects: [] }),
    })),
  },
  {
    name: 'erases the journal, and leaves entities and what sources said',
    world,
    database: erases(() => ({ ids: [] })),
  },
  {
    name: 'leaves what others were told of somebody who was erased',
    world,
    database: tampered(({ store, tables }) => ({
      commit: (request) => {
        const before = [...tables.effects].filter(([, { effect }]) => effect.body !== undefined)
        const answer = store.commit(request)
        for (const [key, { effect }] of request.erase ? before : []) {
          const stored = tables.effects.get(key)
          if (stored)
            tables.effects.set(key, { ...stored, effect: { ...stored.effect, body: effect.body } })
        }
        return answer
      },
    })),
  },
  {
    name: 'knows nothing that is about a customer but the customer',
    world,
    database: tampered(({ store }) => ({
      query: ((question: { kind: string }) =>
        question.kind === 'about'
          ? okAsync([])
          : store.query(question as never)) as typeof store.query,
    })),
  },
  {
    name: 'takes the entries of what was erased out of the log that proves it',
    world,
    database: tampered(({ store, tables }) => ({
      commit: (request) => {
        const answer = store.commit(request)
        const erased = new Set(request.erase?.ids)
        const entries = tables.audit?.entries ?? []
        const kept = entries.filter(({ key }) => ![...erased].some((id) => key.includes(id)))
        entries.splice(0, entries.length, ...kept)
        return answer
      },
    })),
  },
  {
    name: 'forgets the hashes of what it erases, so that the log proves nothing of it',
    world,
    database: tampered(({ store, tables }) => ({
      commit: (request) => {
        const answer = store.commit(request)
        for (const [shard, facts] of request.erase ? tables.facts : []) {
          tables.facts.set(
            shard,
            facts.map((fact) => (fact.body || fact.withheld ? fact : { ...fact, hash: '' })),
          )
        }
        return answer
      },
    })),
  },
]
