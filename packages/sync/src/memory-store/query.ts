import type { Ref } from '@canonry/model'
import { HELD_STATES } from '../effects/effect.js'
import { rowOf } from '../effects/effect-step.js'
import { shownOf } from '../effects/family.js'
import type { Exception } from '../exception.js'
import { isMeant } from '../people/exception-filter.js'
import { type Backlog, type Queries, type QueryName, standingOf } from '../store/queries.js'
import { type EntityState, IN_TIME } from '../store/rows.js'
import { AUDIT_ANSWERS } from './audit.js'
import { promisedOf } from './effects.js'
import { sourcesAbout } from './erase.js'
import { journal } from './journal.js'
import { toldOf } from './notes.js'
import { absentKeys, planningIn, proposalsOf, undecidedBefore } from './pulls.js'
import { queuesOf } from './queues.js'
import type { StoredEffect, Tables } from './tables.js'

type Answers = {
  readonly [Name in QueryName]: (
    tables: Tables,
    question: Queries[Name]['question'],
  ) => Queries[Name]['answer']
}

const ANSWERS: Answers = {
  situation: (tables, { refs }) => {
    const links = refs.flatMap((ref) => tables.links.get(ref) ?? [])
    const ids = [...new Set(links.map(({ id }) => id))]
    const states = ids.flatMap((id) => stateOf(tables, id))
    return { links, states, planning: planningIn(tables) }
  },
  links: (tables, { refs, ...target }) =>
    Object.fromEntries(
      refs.flatMap((ref) => {
        const name = nameIn(tables, { ref, ...target })
        return name ? [[ref, name]] : []
      }),
    ),
  timeline: (tables, { ref }) =>
    toldOf(
      tables,
      (tables.links.get(ref) ?? []).map(({ id }) => id),
    ),
  exceptions: ({ exceptions }, question) =>
    pageOf([...exceptions.values()], question)
      .filter(fits(question))
      .slice(0, question.limit),
  findings: ({ findings }) =>
    [...findings].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, finding]) => finding),
  counters: ({ counters }) => Object.fromEntries(counters),
  // it lives in one process, which has a clock
  clock: () => undefined,
  backlog: backlogOf,
  queues: queuesOf,
  effects: ({ effects }, { states, keys, heldBy, limit }) =>
    (keys ? keys.flatMap((key) => effects.get(key) ?? []) : [...effects.values()])
      .filter((stored) => heldBy === undefined || isHeldBy(stored, heldBy))
      .map(({ effect }) => effect)
      .filter(({ state }) => states === undefined || states.includes(state))
      .slice(0, limit),
  lane: ({ effects, lanes }, { lane }) =>
    (lanes.get(lane) ?? []).flatMap((key) => effects.get(key)?.effect ?? []),
  connections: ({ connections }) => [...connections.values()],
  absent: absentKeys,
  about: sourcesAbout,
  proposals: proposalsOf,
  undecided: undecidedBefore,
  reads: ({ reads }, { now, limit, except = [] }) =>
    [...reads.values()]
      .filter(({ runAt, connection }) => runAt <= now && !except.includes(connection))
      .sort((a, b) => a.runAt - b.runAt)
      .slice(0, limit),
  gates: ({ gates }) => Object.fromEntries(gates),
  acts: ({ acts }, page) => pageOf(acts, page).slice(0, page.limit),
  journal,
  ...AUDIT_ANSWERS,
}

/** Answers a question; see the store port. */
export function query<Name extends QueryName>(
  tables: Tables,
  question: Queries[Name]['question'] & { readonly kind: Name },
): Queries[Name]['answer'] {
  return ANSWERS[question.kind](tables, question)
}

// what comes behind the row with the id `after`; nothing, when there is no such row
function pageOf<Row extends { readonly id: string }>(
  rows: readonly Row[],
  { after }: { readonly after?: string },
): readonly Row[] {
  if (after === undefined) return rows
  const index = rows.findIndex(({ id }) => id === after)
  return index < 0 ? [] : rows.slice(index + 1)
}

function isHeldBy({ effect, epoch }: StoredEffect, heldBy: number): boolean {
  return epoch === heldBy && HELD_STATES.has(effect.state)
}

function fits(question: Queries['exceptions']['question']) {
  return (exception: Exception) => isMeant(exception, question)
}

function stateOf(tables: Tables, id: string): EntityState[] {
  const row = tables.entities.get(id)
  if (!row) return []
  const sources = [...(tables.sources.get(id)?.values() ?? [])]
  const findings = [...(tables.found.get(id) ?? [])].flatMap((key) => {
    const finding = tables.findings.get(key)
    return finding ? [finding] : []
  })
  return [{ row, sources, findings, effects: effectsOf(tables, id) }]
}

function effectsOf(tables: Tables, id: string): EntityState['effects'] {
  return shownOf(promisedOf(tables, id)).map(rowOf)
}

function nameIn(
  { links, names }: Tables,
  { ref, system, account }: { ref: string; system: string; account: string },
): Ref | undefined {
  const own = (links.get(ref) ?? []).flatMap(({ id }) => names.get(id) ?? [])
  return own
    .map(({ ref: name }) => name)
    .find((name) => name.system === system && name.account === account)
}

function backlogOf(tables: Tables): Backlog {
  const reads = [...tables.reads.keys()].filter((id) => !id.startsWith(IN_TIME)).length
  const backlog = { facts: 0, reads, effects: 0, waiting: 0, blocked: 0 }
  for (const [shard, facts] of tables.facts) {
    backlog.facts += facts.length - (tables.cursors.get(shard) ?? 0)
  }
  for (const lane of tables.lanes.values()) {
    const head = tables.effects.get(lane[0] ?? '')
    if (head) backlog[standingOf(head.effect.state)] += lane.length
  }
  return backlog
}
