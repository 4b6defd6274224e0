import fc from 'fast-check'
import { instantOf } from '../../effects/effect-notes.js'
import type { Act } from '../../people/act.js'
import { emptyCommit } from '../../store/empty-commit.js'
import type { Commit } from '../../store/writes.js'
import { factOf, pullOf, refOf } from '../conformance/bench.js'
import { sourceOf } from './commit-facts.js'
import { askBoth, dueReads, NAMES, nameOf, type Pair, type StoreCommand } from './pair.js'

const name = fc.constantFrom(...NAMES)

const erase = name.map(
  (id): StoreCommand => ({
    name: `erase ${id}`,
    run: async (pair) => {
      const acts = [actOf(pair, { kind: 'erase', about: nameOf(id) })]
      const erase = { ids: [id], subjects: [nameOf(id)] }
      await act(pair, { acts, erase })
    },
  }),
)

const pause = fc.constantFrom('pause', 'unpause').map(
  (kind): StoreCommand => ({
    name: `${kind} the erp`,
    run: async (pair) => {
      const acts = [actOf(pair, { kind, about: 'erp' })]
      const pause = { actor: 'li', why: 'so', since: pair.now }
      const event =
        kind === 'pause' ? ({ kind: 'rest', pause } as const) : { kind: 'wake' as const }
      await act(pair, { acts, gates: [{ connection: 'erp', event }] })
    },
  }),
)

async function act(pair: Pair, changes: Partial<Commit>): Promise<void> {
  await askBoth(pair, ({ store }) => store.commit({ ...emptyCommit(pair.now), ...changes }))
}

function actOf(pair: Pair, { kind, about }: Pick<Act, 'kind' | 'about'>): Act {
  return { id: `act-${pair.next++}`, kind, about, actor: 'li', why: 'so', at: instantOf(pair.now) }
}

const ask = name.map(
  (id): StoreCommand => ({
    name: `ask for ${id}`,
    run: async (pair) => {
      const { now, next } = pair
      const about = { connection: 'shop', ref: refOf(id), why: 'two states' }
      const read = { id: `r${next}`, ...about, attempts: 0, runAt: now }
      pair.next++
      await act(pair, { reads: [read] })
    },
  }),
)

const read = fc.record({ pick: fc.nat(3), fails: fc.boolean() }).map(
  ({ pick, fails }): StoreCommand => ({
    name: fails ? `read ${pick} fails` : `read ${pick}`,
    run: async (pair) => {
      const { now, epoch } = pair
      const due = (await askBoth(pair, (side) => dueReads(side, now))) ?? []
      const read = due[pick % Math.max(1, due.length)]
      if (!read) return
      const later = { ...read, attempts: read.attempts + 1, runAt: now + 1_000 }
      const facts = [factOf({ origin: 'read', topic: 'read', hash: read.id, receivedAt: now })]
      const ended = { ended: [read], epoch, exceptions: [] }
      const postpone = { kind: 'postpone', now, epoch, read: later, exceptions: [] } as const
      if (fails) await askBoth(pair, ({ store }) => store.maintain(postpone))
      else
        await askBoth(pair, ({ store }) => store.append({ now, facts, counts: {}, reads: ended }))
    },
  }),
)

const pull = fc.record({ isLate: fc.boolean(), seen: name, isDone: fc.boolean() }).map(
  ({ isLate, seen, isDone }): StoreCommand => ({
    name: `pull ${JSON.stringify({ isLate, seen, isDone })}`,
    run: async (pair) => {
      const { now, epoch } = pair
      const rows = await askBoth(pair, ({ store }) =>
        store.query<'connections'>({ kind: 'connections' }),
      )
      const version = (rows?.[0]?.version ?? 0) + (isLate ? 0 : 1)
      const row = {
        connection: 'shop',
        version,
        pull: pullOf({ startedAt: now, phase: isDone ? 'done' : 'pages' }),
        scannedAt: now,
      }
      const keys = [`order:${nameOf(seen)}`]
      const pull = { epoch, row, seen: keys, findings: [], exceptions: [] }
      const facts = [factOf({ origin: 'pull', topic: 'reconcile', hash: seen, receivedAt: now })]
      await askBoth(pair, ({ store }) => store.append({ now, facts, counts: {}, pull }))
    },
  }),
)

const replay = fc.record({ shard: fc.nat(NAMES.length - 1), seq: fc.nat(2) }).map(
  ({ shard, seq }): StoreCommand => ({
    name: `replay ${shard}/${seq}`,
    run: async (pair) => {
      const question = { kind: 'journal', shard, after: seq, limit: 1 } as const
      const page = await askBoth(pair, ({ store }) => store.query<'journal'>(question))
      const told = (page?.facts ?? []).filter(({ routingKey }) => routingKey !== undefined)
      await act(pair, { sources: told.map(sourceOf) })
    },
  }),
)

/** What people ask of a store, and what is read and pulled. */
export const peopleCommands = fc.oneof(erase, pause, ask, read, pull, replay)
