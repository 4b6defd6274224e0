import type { Maintain } from '@canonry/sync'
import { END_STATES } from '../../../src/effects/effect.js'
import { withoutBody } from '../../../src/memory-store/erase.js'
import type { Tables } from '../../../src/memory-store/tables.js'
import type { PlantedBugs } from './planted-bug.js'
import { tamperedDatabase as tampered } from './tampered-store.js'

const world = { isExpiring: true } as const

type Beat = Maintain & { readonly kind: 'beat' }

/** A store that does something before and after each beat. */
function beats(before: (tables: Tables, beat: Beat) => (() => void) | undefined) {
  return tampered(({ store, tables }) => ({
    maintain: (request) => {
      const after = request.kind === 'beat' ? before(tables, request) : undefined
      const answer = store.maintain(request)
      after?.()
      return answer
    },
  }))
}

/** Mistakes in what a store lets expire. */
export const expiryBugs: PlantedBugs['bugs'] = [
  {
    name: 'lets what a source said last expire like anything else',
    world,
    database: beats((tables) => {
      const words = new Map(tables.lastWords)
      tables.lastWords.clear()
      return () => {
        for (const [place, count] of words) tables.lastWords.set(place, count)
      }
    }),
  },
  {
    name: 'lets facts expire that nobody has processed yet',
    world,
    database: beats((tables, { expire }) => {
      const cursors = new Map(tables.cursors)
      if (!expire) return undefined
      for (const [shard, facts] of tables.facts) tables.cursors.set(shard, facts.length)
      return () => {
        for (const shard of tables.facts.keys()) tables.cursors.set(shard, cursors.get(shard) ?? 0)
      }
    }),
  },
  {
    name: 'lets bodies of effects expire before they have ended',
    world,
    database: beats(({ effects }, { expire }) => () => {
      for (const [key, stored] of effects) {
        const { plannedAt, state } = stored.effect
        const isOld = plannedAt < (expire?.effects ?? 0)
        if (isOld && !END_STATES.has(state)) effects.set(key, withoutBody(stored))
      }
    }),
  },
  {
    name: 'forgets an effect together with its body',
    world,
    database: beats(({ effects }) => () => {
      for (const [key, { effect }] of effects) {
        if (END_STATES.has(effect.state) && effect.body === undefined) effects.delete(key)
      }
    }),
  },
  {
    name: 'shows what has expired as if somebody had erased it',
    world,
    database: beats(({ facts }) => () => {
      for (const [shard, list] of facts) {
        facts.set(
          shard,
          list.map(({ expired: _, ...fact }) => fact),
        )
      }
    }),
  },
  {
    name: 'forgets the hash of a fact together with its body',
    world,
    database: beats(({ facts }) => () => {
      for (const [shard, list] of facts) {
        facts.set(
          shard,
          list.map((fact) => (fact.expired ? { ...fact, hash: '' } : fact)),
        )
      }
    }),
  },
]
