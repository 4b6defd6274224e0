import type { Effect, Queries, QueryName, RecordedFinding, TimelineEntry } from '@canonry/sync'
import { acts } from './acts.js'
import { AUDIT_ANSWERS } from './audit-answers.js'
import { connectionRows, proposalsOf, undecidedBefore } from './connections.js'
import { toEffects } from './effect-rows.js'
import { sourcesAbout } from './erase.js'
import { exceptions } from './exceptions.js'
import { allGates } from './gates.js'
import { journal } from './journal.js'
import { namesIn } from './links.js'
import type { SqlValue } from './pool-like.js'
import { absentKeys } from './pulls.js'
import { backlog, queues } from './queues.js'
import { dueReads } from './reads.js'
import { parsed, type Scope } from './scope.js'
import { situation } from './situation.js'

type Answers = {
  readonly [Name in QueryName]: (
    scope: Scope,
    question: Queries[Name]['question'],
  ) => Promise<Queries[Name]['answer']>
}

const ANSWERS: Answers = {
  situation,
  links: namesIn,
  timeline,
  exceptions,
  findings,
  counters,
  clock,
  backlog,
  queues,
  effects,
  lane,
  connections: connectionRows,
  absent: absentKeys,
  about: sourcesAbout,
  proposals: proposalsOf,
  undecided: undecidedBefore,
  reads: dueReads,
  gates: allGates,
  acts,
  journal,
  ...AUDIT_ANSWERS,
}

const SEVERAL = new Set<QueryName>([
  'situation',
  'queues',
  'backlog',
  'absent',
  'journal',
  'auditEntries',
  'auditRows',
])

/** Whether one statement answers a question. */
export function asksOnce({ kind }: { readonly kind: QueryName }): boolean {
  return !SEVERAL.has(kind)
}

/** Answers a question; see the store port. */
export function query<Name extends QueryName>(
  scope: Scope,
  question: Queries[Name]['question'] & { readonly kind: Name },
): Promise<Queries[Name]['answer']> {
  return ANSWERS[question.kind](scope, question)
}

async function timeline(
  { sql, tenant }: Scope,
  { ref }: Queries['timeline']['question'],
): Promise<readonly TimelineEntry[]> {
  const rows = await sql.all(
    `SELECT entries FROM @timeline WHERE tenant IS NOT DISTINCT FROM $1 AND id = ANY(ARRAY(
       SELECT id FROM @link WHERE tenant IS NOT DISTINCT FROM $1 AND name = $2)) ORDER BY seq`,
    tenant,
    ref,
  )
  return rows.flatMap((row) => parsed<TimelineEntry[]>(row['entries']))
}

async function findings({ sql, tenant }: Scope): Promise<readonly RecordedFinding[]> {
  const rows = await sql.all('SELECT finding FROM @finding WHERE tenant = $1 ORDER BY key', tenant)
  return rows.map((row) => parsed<RecordedFinding>(row['finding']))
}

async function counters({ sql, tenant }: Scope): Promise<Readonly<Record<string, number>>> {
  const rows = await sql.all(
    'SELECT name, sum(value) AS value FROM @counter WHERE tenant = $1 GROUP BY name',
    tenant,
  )
  return Object.fromEntries(rows.map(({ name, value }) => [name as string, Number(value)]))
}

async function clock({ sql }: Scope): Promise<number> {
  const row = await sql.get(
    'SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint AS now',
  )
  return Number(row?.['now'])
}

async function effects(
  { sql, tenant }: Scope,
  { states, keys, heldBy, limit }: Queries['effects']['question'],
): Promise<readonly Effect[]> {
  const values: SqlValue[] = [tenant, limit]
  const place = (value: SqlValue) => `$${values.push(value)}`
  // by their keys they are told apart; else all of a tenant may be asked for
  const conditions = keys
    ? [`e.tenant IS NOT DISTINCT FROM $1 AND e.key = ANY(${place(keys)}::text[])`]
    : ['e.tenant = $1']
  if (states) conditions.push(`e.state = ANY(${place(states)}::text[])`)
  if (heldBy !== undefined) conditions.push(`e.held AND e.epoch = ${place(heldBy)}`)
  const rows = await sql.all(
    `SELECT e.fence, e.step, e.decided, b.body, b.label FROM @effect e
     LEFT JOIN @effect_body b ON b.seq = e.seq
     WHERE ${conditions.join(' AND ')} ORDER BY e.seq LIMIT $2`,
    ...values,
  )
  return toEffects(rows)
}

async function lane(
  { sql, tenant }: Scope,
  { lane: name }: Queries['lane']['question'],
): Promise<readonly Effect[]> {
  const rows = await sql.all(
    `SELECT e.fence, e.step, e.decided, b.body, b.label FROM @effect e LEFT JOIN @effect_body b ON b.seq = e.seq
     WHERE e.tenant IS NOT DISTINCT FROM $1 AND e.lane = $2 AND e.open ORDER BY e.seq`,
    tenant,
    name,
  )
  return toEffects(rows)
}
