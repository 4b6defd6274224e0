import {
  admitted,
  type ConnectionGate,
  type ConnectionLoad,
  type Lease,
  OPEN_GATE,
} from '@canonry/sync'
import { lockGates } from './gates.js'
import type { Scope } from './scope.js'
import { together } from './sql.js'

/** A connection that may be called, and for how many effects. */
export interface OpenGate {
  readonly load: ConnectionLoad
  readonly gate: ConnectionGate
  readonly count: number
  /** The least number of a lease whose effect is held. */
  readonly least: number | undefined
}

/** The connections of a lease that may be called, whose gates are held until the transaction ends. */
export async function openGates(
  scope: Scope,
  { connections, limit, now }: Lease,
): Promise<readonly OpenGate[]> {
  const names = connections.map(({ connection }) => connection)
  const [gates, held] = await together([lockGates(scope, names), heldBy(scope, names)])
  return connections
    .map((load): OpenGate => {
      const gate = gates.get(load.connection) ?? OPEN_GATE
      const { count = 0, least } = held.get(load.connection) ?? {}
      const mayTake = admitted(gate, { load, held: count, now })
      return { load, gate, count: Math.min(limit, mayTake), least }
    })
    .filter(({ count }) => count > 0)
}

/** How many effects of a connection are held, and the least number of their leases. */
interface Held {
  readonly count: number
  readonly least?: number
}

async function heldBy(
  { sql, tenant, floors }: Scope,
  connections: readonly string[],
): Promise<ReadonlyMap<string, Held>> {
  const rows = await sql.all(
    `SELECT n.connection, h.held, h.least
     FROM unnest($2::text[], $3::bigint[]) AS n (connection, floor) CROSS JOIN LATERAL (
       SELECT count(*) AS held, min(e.leased) AS least FROM @effect e
       WHERE e.tenant = $1 AND e.connection = n.connection AND e.leased >= n.floor AND e.held) h`,
    tenant,
    connections,
    connections.map(floors.held.at),
  )
  return new Map(
    rows.map(({ connection, held, least }) => [
      connection as string,
      { count: Number(held), ...(least !== null && { least: Number(least) }) },
    ]),
  )
}
