import { isDeepStrictEqual } from 'node:util'
import { type ConnectionGate, type GateEvent, learned, OPEN_GATE } from '@canonry/sync'
import type { SqlRow } from './pool-like.js'
import { parsed, type Scope } from './scope.js'
import { columnsOf } from './sql.js'

/**
 * Limiters and breakers of connections that were ever used, held until the transaction ends; those of
 * the others are held by rows that say nothing yet.
 */
export async function lockGates(
  { sql, tenant }: Scope,
  connections: readonly string[],
): Promise<Map<string, ConnectionGate>> {
  if (connections.length === 0) return new Map()
  const names = [...new Set(connections)].sort()
  const rows = await sql.all(
    `INSERT INTO @gate AS g (tenant, connection, gate)
     SELECT $1, n.connection, NULL FROM unnest($2::text[]) WITH ORDINALITY AS n (connection, place)
     ORDER BY n.place
     ON CONFLICT (tenant, connection) DO UPDATE SET gate = g.gate RETURNING connection, gate`,
    tenant,
    names,
  )
  return gatesIn(rows)
}

/** Remembers limiters and breakers. */
export async function putGates(
  { sql, tenant }: Scope,
  gates: ReadonlyMap<string, ConnectionGate>,
): Promise<void> {
  if (gates.size === 0) return
  await sql.all(
    `UPDATE @gate g SET gate = n.gate FROM unnest($2::text[], $3::text[]) AS n (connection, gate)
     WHERE g.tenant = $1 AND g.connection = n.connection`,
    tenant,
    ...columnsOf(
      [...gates],
      ([connection]) => connection,
      ([, gate]) => JSON.stringify(gate),
    ),
  )
}

/** Limiters and breakers by connection, of those that were ever used. */
export async function allGates({
  sql,
  tenant,
}: Scope): Promise<Readonly<Record<string, ConnectionGate>>> {
  const rows = await sql.all('SELECT connection, gate FROM @gate WHERE tenant = $1', tenant)
  return Object.fromEntries(gatesIn(rows))
}

function gatesIn(rows: readonly SqlRow[]): Map<string, ConnectionGate> {
  const used = rows.filter(({ gate }) => gate !== null)
  return new Map(used.map(({ connection, gate }) => [connection as string, parsed(gate)]))
}

/** Lets gates learn what calls say about their connections, one after the other; each is written once. */
export async function learn(
  scope: Scope,
  { events, now }: { events: readonly Learnt[]; now: number },
): Promise<void> {
  if (events.length === 0) return
  // nearly every call says that all is well where all was well: whoever says so waits for nobody
  const seen = await gatesOf(scope, events)
  if (after(seen, { events, now }).size === 0) return
  const held = await lockGates(
    scope,
    events.map(({ connection }) => connection),
  )
  await putGates(scope, after(held, { events, now }))
}

/** The gates that are others after some events. */
function after(
  gates: ReadonlyMap<string, ConnectionGate>,
  { events, now }: { events: readonly Learnt[]; now: number },
): ReadonlyMap<string, ConnectionGate> {
  const told = new Map<string, ConnectionGate>()
  for (const { connection, event } of events) {
    const gate = told.get(connection) ?? gates.get(connection) ?? OPEN_GATE
    told.set(connection, learned(gate, { event, now }))
  }
  const isOther = ([connection, gate]: [string, ConnectionGate]) =>
    !isDeepStrictEqual(gate, gates.get(connection))
  return new Map([...told].filter(isOther))
}

async function gatesOf(
  { sql, tenant }: Scope,
  events: readonly Learnt[],
): Promise<ReadonlyMap<string, ConnectionGate>> {
  const rows = await sql.all(
    'SELECT connection, gate FROM @gate WHERE tenant = $1 AND connection = ANY($2::text[])',
    tenant,
    [...new Set(events.map(({ connection }) => connection))],
  )
  return gatesIn(rows)
}

interface Learnt {
  readonly connection: string
  readonly event: GateEvent
}
