import type { Append, Completion, Effect } from '@canonry/sync'
import { okAsync } from 'neverthrow'
import { put } from '../../../src/memory-store/effects.js'
import { namedBy, placeOf } from '../../../src/memory-store/links.js'
import type { Tables } from '../../../src/memory-store/tables.js'
import { commitBugs } from './commit-bugs.js'
import { eraseBugs } from './erase-bugs.js'
import { expiryBugs } from './expiry-bugs.js'
import { fileBugs } from './file-bugs.js'
import type { PlantedBugs } from './planted-bug.js'
import { recordBugs } from './record-bugs.js'
import { oneCustomer } from './tampered-connection.js'
import { every, tamperedDatabase as tampered } from './tampered-store.js'

/** Gives effects another content, past everything that guards them. */
function rewrite(tables: Tables, change: (effect: Effect) => Effect | undefined): void {
  for (const { effect, epoch } of [...tables.effects.values()]) {
    const changed = change(effect)
    if (changed) put(tables, { effect: changed, epoch })
  }
}

function accepted(facts: readonly unknown[]) {
  return okAsync(facts.map(() => ({ kind: 'accepted', shard: 0, seq: 1 }) as const))
}

function sameDocument(tables: Tables, { routingKey }: Append['facts'][number]): boolean {
  return [...tables.facts.values()].some((facts) =>
    facts.some((fact) => fact.routingKey === routingKey),
  )
}

const journalBugs: PlantedBugs['bugs'] = [
  {
    name: 'answers that facts are journaled, and forgets every fourth',
    database: tampered(({ store }) => {
      const isTime = every(4)
      return {
        append: (request) =>
          !request.reads && isTime() ? accepted(request.facts) : store.append(request),
      }
    }),
  },
  {
    name: 'answers before it writes, so that a crash loses what waits to be written',
    database: () => {
      const { open } = tampered(() => ({}))()
      return {
        open: () => {
          const store = open()
          const waiting: Append[] = []
          return {
            ...store,
            open: (tenant) => {
              const tables = store.open(tenant)
              const flush = () => {
                waiting.splice(0).map((request) => tables.append(request))
              }
              return {
                ...tables,
                append: (request) => {
                  if (request.reads) return tables.append(request)
                  waiting.push(request)
                  return accepted(request.facts)
                },
                read: (request) => {
                  flush()
                  return tables.read(request)
                },
              }
            },
          }
        },
      }
    },
  },
  {
    name: 'forgets what it has heard already',
    database: tampered(({ store, tables }) => ({
      append: (request) => {
        const answer = store.append(request)
        tables.dedupe.clear()
        return answer
      },
    })),
  },
  {
    name: 'takes every delivery about a known document for a duplicate',
    database: tampered(({ store, tables }) => ({
      append: (request) => {
        if (request.reads) return store.append(request)
        const facts = request.facts.filter((fact) => !sameDocument(tables, fact))
        if (facts.length > 0) return store.append({ ...request, facts })
        tables.counters.set('facts.duplicate', (tables.counters.get('facts.duplicate') ?? 0) + 1)
        return okAsync([{ kind: 'duplicate' }])
      },
    })),
  },
  {
    name: 'takes what it has read for the answer to what was asked for meanwhile',
    world: { isThin: true },
    database: tampered(({ store, tables }) => ({
      append: (request) => {
        const { reads } = request
        if (!reads) return store.append(request)
        const ended = reads.ended.map(({ id }) => tables.reads.get(id) ?? { id })
        return store.append({ ...request, reads: { ...reads, ended } })
      },
    })),
  },
  {
    name: 'runs ahead with its cursor, past facts that came meanwhile',
    database: tampered(({ store, tables }) => ({
      commit: (request) => {
        const answer = store.commit(request)
        for (const { shard } of request.cursors) {
          tables.cursors.set(shard, tables.facts.get(shard)?.length ?? 0)
        }
        return answer
      },
    })),
  },
  {
    name: 'moves the cursor with every third commit, and writes nothing else',
    database: tampered(({ store }) => {
      const isTime = every(3)
      return {
        commit: (request) =>
          store.commit(
            isTime()
              ? { ...request, entities: [], sources: [], links: [], effects: [], reads: [] }
              : request,
          ),
      }
    }),
  },
]

const leaseBugs: PlantedBugs['bugs'] = [
  {
    name: 'turns lanes around, so that the latest comes first',
    database: tampered(({ store, tables }) => ({
      lease: (request) => {
        for (const keys of tables.lanes.values()) {
          const [head = ''] = keys
          if (keys.length > 1 && tables.effects.get(head)?.effect.state === 'ready') {
            keys.reverse()
            rewriteHead(tables, keys)
          }
        }
        return store.lease(request)
      },
    })),
  },
  {
    name: 'leases again what is being sent',
    database: tampered(({ store, tables }) => ({
      lease: (request) => {
        rewrite(tables, (effect) =>
          effect.state === 'sending' && effect.updatedAt < request.now - 200
            ? { ...effect, state: 'ready' }
            : undefined,
        )
        return store.lease(request)
      },
    })),
  },
  {
    name: 'takes an unknown outcome for one that did not happen',
    database: tampered(({ store, tables }) => ({
      lease: (request) => {
        rewrite(tables, (effect) =>
          effect.state === 'unknown' ? { ...effect, state: 'ready' } : undefined,
        )
        return store.lease(request)
      },
    })),
  },
  {
    name: 'never looks again at what waits for something',
    database: tampered(({ store, tables }) => ({
      lease: (request) => {
        rewrite(tables, (effect) =>
          effect.state === 'waiting' && Number.isFinite(effect.runAt)
            ? { ...effect, runAt: Number.POSITIVE_INFINITY }
            : undefined,
        )
        return store.lease(request)
      },
    })),
  },
  {
    name: 'does not promote the next of a lane',
    database: tampered(({ store, tables }) => ({
      complete: (request) => {
        const waiting = new Set(
          [...tables.effects.values()].flatMap(({ effect }) =>
            effect.state === 'planned' ? [effect.key] : [],
          ),
        )
        const answer = store.complete(request)
        rewrite(tables, (effect) =>
          waiting.has(effect.key) && effect.state === 'ready'
            ? { ...effect, state: 'planned' }
            : undefined,
        )
        return answer
      },
    })),
  },
]

function rewriteHead(tables: Tables, [head = '']: readonly string[]): void {
  const stored = tables.effects.get(head)
  if (stored) put(tables, { ...stored, effect: { ...stored.effect, state: 'ready', runAt: 0 } })
}

const workerBugs: PlantedBugs['bugs'] = [
  {
    name: 'forgets what is a second name of a record',
    database: tampered(({ store, tables }) => ({
      complete: (request) =>
        store.complete({
          ...request,
          items: request.items.map(({ link, ...item }) => {
            const place = link && placeOf(tables, { ...link, shared: true })
            return link && place?.kind === 'new' && namedBy(tables, link)
              ? item
              : { ...item, ...(link && { link }) }
          }),
        }),
    })),
    world: oneCustomer({ shared: true }),
  },
  {
    name: 'hands over what was being sent as not sent',
    database: tampered(({ store, tables }) => ({
      maintain: (request) => {
        const answer = store.maintain(request)
        if (request.kind !== 'claim') return answer
        return answer.map(({ abandoned, ...claimed }) => {
          const keys = new Set(abandoned.map(({ key }) => key))
          rewrite(tables, (effect) =>
            keys.has(effect.key) ? { ...effect, state: 'ready' } : undefined,
          )
          return { ...claimed, abandoned: [] }
        })
      },
    })),
  },
  {
    name: 'hands over nothing of a lost worker',
    database: tampered(({ store }) => ({
      maintain: (request) =>
        store.maintain(request).map((maintained) => ({ ...maintained, abandoned: [] })),
    })),
  },
  {
    name: 'lets two workers hold it, and takes what both of them say',
    database: tampered(({ store, tables }) => ({
      maintain: (request) => {
        if (request.kind === 'claim') tables.workers.clear()
        return store.maintain('epoch' in request ? { ...request, epoch: tables.epoch } : request)
      },
      commit: (request) =>
        store.commit({ ...request, ...(request.epoch !== undefined && { epoch: tables.epoch }) }),
      lease: (request) => store.lease({ ...request, epoch: tables.epoch }),
      complete: (request) =>
        store.complete({
          ...request,
          epoch: tables.epoch,
          items: request.items.map((item) => unfenced(tables, item)),
        }),
    })),
  },
  {
    name: 'takes an outcome from a holder that was replaced',
    database: tampered(({ store, tables }) => ({
      complete: (request) =>
        store.complete({
          ...request,
          epoch: tables.epoch,
          items: request.items.map((item) => unfenced(tables, item)),
        }),
    })),
  },
  {
    name: 'drops exceptions',
    database: tampered(({ store }) => ({
      complete: (request) =>
        store.complete({
          ...request,
          items: request.items.map((item) => ({ ...item, exceptions: [] })),
        }),
    })),
    world: { refuses: 'contract.invalid' },
  },
  {
    name: 'forgets a read that failed',
    database: tampered(({ store, tables }) => ({
      maintain: (request) => {
        const answer = store.maintain(request)
        if (request.kind === 'postpone') tables.reads.delete(request.read.id)
        return answer
      },
    })),
  },
]

function unfenced(tables: Tables, item: Completion): Completion {
  return { ...item, fence: tables.effects.get(item.row.key)?.effect.fence ?? item.fence }
}

const queryBugs: PlantedBugs['bugs'] = [
  {
    name: 'answers questions about entities from a replica that is behind',
    database: tampered(({ store }) => {
      const known = new Map<string, unknown>()
      return {
        query: ((question: { kind: string }) => {
          const key = JSON.stringify(question)
          if (question.kind !== 'situation') return store.query(question as never)
          if (known.has(key)) return okAsync(known.get(key))
          return store.query(question as never).map((answer) => {
            known.set(key, answer)
            return answer
          })
        }) as typeof store.query,
      }
    }),
  },
]

/** Mistakes of stores. */
export const storeBugs: PlantedBugs = {
  of: 'stores',
  bugs: [
    ...journalBugs,
    ...fileBugs,
    ...commitBugs,
    ...recordBugs,
    ...eraseBugs,
    ...expiryBugs,
    ...leaseBugs,
    ...workerBugs,
    ...queryBugs,
  ],
}
