import { type ConnectionGate, type GateEvent, learned, OPEN_GATE } from '@canonry/sync'
import { parsed, type Scope } from './scope.js'

/** What is known of a connection's limiter and breaker. */
export function gateOf({ sql, tenant }: Scope, connection: string): ConnectionGate {
  const row = sql.get(
    'SELECT gate FROM gate WHERE tenant = ? AND connection = ?',
    tenant,
    connection,
  )
  return row ? parsed<ConnectionGate>(row['gate']) : OPEN_GATE
}

/** Limiters and breakers by connection, of those that were ever used. */
export function allGates({ sql, tenant }: Scope): Readonly<Record<string, ConnectionGate>> {
  const rows = sql.all('SELECT connection, gate FROM gate WHERE tenant = ?', tenant)
  return Object.fromEntries(rows.map((row) => [row['connection'], parsed(row['gate'])]))
}

/** Lets gates learn what calls say about their connections, one after the other; each is written once. */
export function learn(
  scope: Scope,
  { events, now }: { events: readonly Learnt[]; now: number },
): void {
  const gates = new Map<string, ConnectionGate>()
  for (const { connection, event } of events) {
    const known = gates.get(connection) ?? gateOf(scope, connection)
    gates.set(connection, learned(known, { event, now }))
  }
  for (const [connection, gate] of gates) putGate(scope, { connection, gate })
}

interface Learnt {
  readonly connection: string
  readonly event: GateEvent
}

/** Remembers a connection's gate. */
export function putGate(
  { sql, tenant }: Scope,
  { connection, gate }: { connection: string; gate: ConnectionGate },
): void {
  sql.run(
    'INSERT OR REPLACE INTO gate (tenant, connection, gate) VALUES (?, ?, ?)',
    tenant,
    connection,
    JSON.stringify(gate),
  )
}
