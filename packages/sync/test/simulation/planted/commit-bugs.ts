import type { Commit, EffectWrite } from '@canonry/sync'
import type { PlantedBugs } from './planted-bug.js'
import { every, tamperedDatabase as tampered } from './tampered-store.js'

function tamperedCommit(change: (request: Commit) => Commit) {
  return tampered(({ store }) => ({ commit: (request) => store.commit(change(request)) }))
}

/** Mistakes in what a store does with a commit. */
export const commitBugs: PlantedBugs['bugs'] = [
  {
    name: 'keeps one effect of a commit that has several',
    database: tamperedCommit((request) => ({ ...request, effects: request.effects.slice(0, 1) })),
  },
  {
    name: 'drops the effects of a commit that was a conflict before',
    database: tampered(({ store }) => {
      let wasConflict = false
      return {
        commit: (request) => {
          const asked = wasConflict ? { ...request, effects: [] } : request
          wasConflict = false
          return store.commit(asked).mapErr((failure) => {
            wasConflict = failure.kind === 'conflict'
            return failure
          })
        },
      }
    }),
  },
  {
    name: 'drops every second new effect',
    database: tampered(({ store }) => {
      const isTime = every(2)
      return {
        commit: (request) =>
          store.commit({
            ...request,
            effects: request.effects.filter(({ kind }) => kind !== 'insert' || !isTime()),
          }),
      }
    }),
  },
  {
    name: 'keeps the first content of an effect that is refreshed',
    database: tamperedCommit((request) => ({
      ...request,
      effects: request.effects.map((write): EffectWrite => {
        if (write.kind !== 'update') return write
        const { body: _, ...rest } = write
        return rest
      }),
    })),
  },
  {
    name: 'refreshes an effect that is being sent, as if nobody held it',
    database: tampered(({ store, tables }) => ({
      commit: (request) =>
        store.commit({
          ...request,
          effects: request.effects.map((write): EffectWrite => {
            const stored = tables.effects.get(write.kind === 'update' ? write.row.key : '')
            return write.kind === 'update' && stored
              ? { ...write, fence: stored.effect.fence }
              : write
          }),
        }),
    })),
  },
  {
    name: 'forgets the names that other systems give',
    database: tampered(({ store }) => ({
      complete: (request) =>
        store.complete({
          ...request,
          items: request.items.map(({ link: _, ...item }) => item),
        }),
    })),
  },
  {
    name: 'forgets what is to be read',
    database: tamperedCommit((request) => ({ ...request, reads: [] })),
  },
  {
    name: 'forgets what sources said',
    database: tamperedCommit((request) => ({ ...request, sources: [] })),
  },
  {
    name: 'forgets the version that a source gave',
    database: tamperedCommit((request) => ({
      ...request,
      sources: request.sources.map(({ version: _, ...source }) => ({
        ...source,
        version: '2000-01-01T00:00:00Z',
      })),
    })),
  },
]
