import {
  type Backlog,
  type EffectState,
  type Queries,
  type QueryName,
  standingOf,
  type TimelineEntry,
} from '@canonry/sync'
import { acts } from './acts.js'
import { AUDIT_ANSWERS } from './audit-answers.js'
import { connectionRows, proposalsOf, undecidedBefore } from './connections.js'
import { toRows, withBody } from './effect-rows.js'
import { sourcesAbout } from './erase.js'
import { exceptions } from './exceptions.js'
import { allGates } from './gates.js'
import { journal } from './journal.js'
import { namesIn } from './links.js'
import { absentKeys } from './pulls.js'
import { queues } from './queues.js'
import { parsed, type Scope } from './scope.js'
import { situation } from './situation.js'
import type { SqlRow } from './sql.js'

type Answers = {
  readonly [Name in QueryName]: (
    scope: Scope,
    question: Queries[Name]['question'],
  ) => Queries[Name]['answer']
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
  effects: (scope, { states, keys, limit }) =>
    keys
      ? effectsWith(scope, { keys, limit })
      : toRows(
          scope.sql.all(
            `SELECT effect FROM effect WHERE tenant = ?
           AND (? IS NULL OR state IN (SELECT value FROM json_each(?))) ORDER BY seq LIMIT ?`,
            scope.tenant,
            ...twice(states ? JSON.stringify(states) : null),
            limit,
          ),
        ).map((row) => withBody(scope, row)),
  lane: (scope, { lane }) =>
    toRows(
      scope.sql.all(
        'SELECT effect FROM effect WHERE tenant = ? AND lane = ? AND open = 1 ORDER BY seq',
        scope.tenant,
        lane,
      ),
    ).map((row) => withBody(scope, row)),
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
): Queries[Name]['answer'] {
  return ANSWERS[question.kind](scope, question)
}

function effectsWith(
  scope: Scope,
  { keys, limit }: { keys: readonly string[]; limit: number },
): Queries['effects']['answer'] {
  const rows = scope.sql.all(
    `SELECT e.effect FROM json_each(?) k CROSS JOIN effect e ON e.tenant = ? AND e.key = k.value
     LIMIT ?`,
    JSON.stringify(keys),
    scope.tenant,
    limit,
  )
  return toRows(rows).map((row) => withBody(scope, row))
}

function twice<T>(value: T): [T, T] {
  return [value, value]
}

function backlog({ sql, tenant }: Scope): Backlog {
  const one = (statement: string) => Number(sql.get(statement, tenant)?.['n'] ?? 0)
  const counted = {
    facts: one('SELECT sum(last_seq - cursor) AS n FROM shard WHERE tenant = ?'),
    reads: one('SELECT count(*) AS n FROM pending_read WHERE tenant = ?'),
    effects: one(
      'SELECT count(*) AS n FROM effect INDEXED BY effect_queue WHERE tenant = ? AND open = 1',
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
  return sql.all(
    `SELECT h.state, sum((SELECT count(*) FROM effect l INDEXED BY effect_lane
         WHERE l.tenant = h.tenant AND l.lane = h.lane AND l.open = 1)) AS n
     FROM effect h INDEXED BY effect_stuck
     WHERE h.tenant = ? AND h.state IN ('waiting', 'proposed', 'exception', 'conflict', 'dead')
       AND NOT EXISTS (SELECT 1 FROM effect b INDEXED BY effect_lane
         WHERE b.tenant = h.tenant AND b.lane = h.lane AND b.open = 1 AND b.seq < h.seq)
     GROUP BY h.state`,
    tenant,
  )
}
