import { errAsync, okAsync } from 'neverthrow'
import { dedupeKeysOf } from '../../../src/journal/dedupe-keys.js'
import type { PlantedBugs } from './planted-bug.js'
import { every, tamperedDatabase as tampered } from './tampered-store.js'

const world = { isFiled: true } as const

/** Mistakes in what a store does with many facts at once. */
export const fileBugs: PlantedBugs['bugs'] = [
  {
    name: 'answers for all records of a file, and keeps the first of them',
    world,
    database: tampered(({ store }) => ({
      append: (request) => {
        if (request.facts.length < 2) return store.append(request)
        const rest = request.facts.slice(1)
        const answered = rest.map(() => ({ kind: 'accepted', shard: 0, seq: 1 }) as const)
        const first = store.append({ ...request, facts: request.facts.slice(0, 1) })
        return first.map((appended) => [...appended, ...answered])
      },
    })),
  },
  {
    name: 'remembers the records of a file before it has them',
    world,
    database: tampered(({ store, tables }) => {
      const isTime = every(2)
      return {
        append: (request) => {
          if (request.facts[0]?.topic !== 'file' || !isTime()) return store.append(request)
          for (const fact of request.facts) {
            const { event, body } = dedupeKeysOf(fact)
            const known = { hash: fact.hash, at: request.now }
            tables.dedupe.set(event ?? '', known).set(body, known)
          }
          return errAsync({ kind: 'unavailable', message: 'the disk is full' })
        },
      }
    }),
  },
  {
    name: 'takes the records of a file whenever they come',
    world,
    database: tampered(({ store, tables }) => ({
      append: (request) => {
        for (const fact of request.facts.filter(({ topic }) => topic === 'file')) {
          const { event, body } = dedupeKeysOf(fact)
          tables.dedupe.delete(event ?? '')
          tables.dedupe.delete(body)
        }
        return store.append(request)
      },
    })),
  },
  {
    name: 'takes any record of a document that it knows for a duplicate, as of a webhook',
    world,
    database: tampered(({ store, tables }) => ({
      append: (request) => {
        const isNews = ({ topic, routingKey }: (typeof request.facts)[number]) =>
          topic !== 'file' ||
          ![...tables.facts.values()].flat().some((fact) => fact.routingKey === routingKey)
        const facts = request.facts.filter(isNews)
        if (facts.length === request.facts.length) return store.append(request)
        const answer = facts.length === 0 ? okAsync([]) : store.append({ ...request, facts })
        return answer.map((appended) => {
          const rest = [...appended]
          return request.facts.map((fact) =>
            facts.includes(fact) ? (rest.shift() ?? { kind: 'duplicate' }) : { kind: 'duplicate' },
          )
        })
      },
    })),
  },
  {
    name: 'drops the manifests of files',
    world,
    database: tampered(({ store }) => ({
      append: (request) =>
        request.facts.some(({ topic }) => topic === 'manifest')
          ? okAsync(request.facts.map(() => ({ kind: 'accepted', shard: 0, seq: 1 })))
          : store.append(request),
    })),
  },
]
