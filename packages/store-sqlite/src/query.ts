import {
  type Backlog,
  type EffectState,
  IN_TIME,
  type Queries,
  type QueryName,
  standingOf,
  type TimelineEntry,
} from '@canonry/sync'
import { acts } from './acts.js'
import { AUDIT_ANSWERS } from './audit-answers.js'
import { connectionRows, proposalsOf, undecidedBefore } from './connections.js'
import { effectsIn, effectsOfLane, effectsWith } from './effect-rows.js'
import { sourcesAbout } from './erase.js'
import { exceptions } from './exceptions.js'
import { allGates } from './gates.js'
import { journal, type StoredPage } from './journal.js'
import { namesIn } from './links.js'
import { absentKeys } from './pulls.js'
import { queues } from './queues.js'
import { parsed, type Scope } from './scope.js'
import { situation } from './situation.js'
import type { SqlRow } from './sql.js'
import type { StoredSituation } from './stored.js'

type Answers = {
  readonly [Name in QueryName]: (
    scope: Scope,
    question: Queries[Name]['question'],
  ) => Name extends keyof Stored ? Stored[Name] : Queries[Name]['answer']
}

/** What is answered as it lies there. */
interface Stored {
  readonly situation: StoredSituation
  readonly journal: StoredPage
}

const ANSWERS: Answers = {
  situation,
  links: namesIn,
  timeline: ({ sql, tenant }, { ref }) =>
    sql
      .all(
        `SELECT t.entries FROM timeline t WHERE t.tenant = ? AND t.id IN (
           SELECT id FROM link WHERE tenant = ? AND name = ?) ORDER BY t.seq`,
        tenant,
        tenant,
        ref,
      )
      .flatMap((row) => parsed<TimelineEntry[]>(row['entries'])),
  exceptions,
  findings: ({ sql, tenant }) =>
    sql
      .all('SELECT finding FROM finding WHERE tenant = ? ORDER BY key', tenant)
      .map((row) => parsed(row['finding'])),
  counters: ({ sql, tenant }) =>
    Object.fromEntries(
      sql
        .all('SELECT name, value FROM counter WHERE tenant = ?', tenant)
        .map(({ name, value }) => [name as string, value as number]),
    ),
  backlog,
  queues,
  // a file has no clock, and all who open it run on one machine
  clock: () => undefined,
  effects: (scope, { keys, ...question }) =>
    keys ? effectsWith(scope, { keys, ...question }) : effectsIn(scope, question),
  lane: (scope, { lane }) => effectsOfLane(scope, lane),
  connections: connectionRows,
  absent: absentKeys,
  about: sourcesAbout,
  proposals: proposalsOf,
  undecided: undecidedBefore,
  reads: ({ sql, tenant }, { now, limit, except = [] }) =>
    sql
      .all(
        `SELECT read FROM pending_read WHERE tenant = ? AND run_at <= ?
           AND read ->> 'connection' NOT IN (SELECT value FROM json_each(?))
         ORDER BY run_at LIMIT ?`,
        tenant,
        now,
        JSON.stringify(except),
        limit,
      )
      .map((row) => parsed(row['read'])),
  gates: allGates,
  acts,
  journal,
  ...AUDIT_ANSWERS,
}

/** Answers a question; see the store port. */
export function query<Name extends QueryName>(
  scope: Scope,
  question: Queries[Name]['question'] & { readonly kind: Name },
): unknown {
  return ANSWERS[question.kind](scope, question)
}

function backlog({ sql, tenant }: Scope): Backlog {
  const one = (statement: string) => Number(sql.get(statement, tenant)?.['n'] ?? 0)
  const counted = {
    facts: one('SELECT sum(last_seq - cursor) AS n FROM shard WHERE tenant = ?'),
    reads: one(
      `SELECT count(*) AS n FROM pending_read WHERE tenant = ? AND id NOT LIKE '${IN_TIME}%'`,
    ),
    effects: one(
      `SELECT count(*) AS n FROM queue q
       CROSS JOIN effect_state s INDEXED BY effect_turn ON s.queue = q.id AND s.standing IS NOT NULL
       WHERE q.tenant = ?`,
    ),
    waiting: 0,
    blocked: 0,
  }
  for (const { state, n } of stuckLanes({ sql, tenant })) {
    counted.effects -= Number(n)
    counted[standingOf(state as EffectState)] += Number(n)
  }
  return counted
}

/** How many effects stand in lanes whose first does not move by itself, by its state. */
function stuckLanes({ sql, tenant }: Pick<Scope, 'sql' | 'tenant'>): readonly SqlRow[] {
  const lane = (alias: string) =>
    `${alias}.tenant = h.tenant AND ${alias}.id = h.id AND ${alias}.connection = h.connection
       AND ${alias}.entity = h.entity`
  return sql.all(
    `SELECT s.state, sum((SELECT count(*) FROM lane l WHERE ${lane('l')})) AS n
     FROM queue q
     CROSS JOIN effect_state s INDEXED BY effect_stuck ON s.queue = q.id
       AND s.state IN ('waiting', 'proposed', 'exception', 'conflict', 'dead')
     CROSS JOIN effect e ON e.seq = s.seq
     CROSS JOIN lane h ON h.tenant = q.tenant AND h.id = e.id AND h.connection = q.connection
       AND h.seq = s.seq
     WHERE q.tenant = ? AND NOT EXISTS (
       SELECT 1 FROM lane b WHERE ${lane('b')} AND b.seq < h.seq)
     GROUP BY s.state`,
    tenant,
  )
}
