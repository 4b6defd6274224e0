import { type ConnectionGate, OPEN_GATE } from '@canonry/sync'
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
