import type { FindingWrite } from '@canonry/sync'
import type { Scope } from './scope.js'
import { columnsOf } from './sql.js'

type Recorded = Extract<FindingWrite, { readonly kind: 'record' }>

/** Records or clears findings, in order. */
export async function putFindings(scope: Scope, writes: readonly FindingWrite[]): Promise<void> {
  for (const group of inRuns(writes)) await putAlike(scope, group)
}

// writes of one kind that follow each other go together; the last about a key counts
function inRuns(writes: readonly FindingWrite[]): FindingWrite[][] {
  const runs: FindingWrite[][] = []
  for (const write of writes) {
    const last = runs.at(-1)
    if (last?.[0]?.kind === write.kind) last.push(write)
    else runs.push([write])
  }
  return runs
}

async function putAlike(scope: Scope, writes: readonly FindingWrite[]): Promise<void> {
  const { sql, tenant } = scope
  const recorded = new Map<string, Recorded>()
  for (const write of writes) if (write.kind === 'record') recorded.set(write.key, write)
  if (recorded.size > 0) return record(scope, [...recorded.values()])
  const cleared = writes.flatMap((write) => (write.kind === 'clear' ? [write.key] : []))
  if (cleared.length > 0) {
    await sql.all(
      'DELETE FROM @finding WHERE tenant IS NOT DISTINCT FROM $1 AND key = ANY($2::text[])',
      tenant,
      cleared,
    )
  }
  const lanes = writes.filter((write) => write.kind === 'clear-lane')
  if (lanes.length > 0) await clearLanes(scope, lanes)
}

async function clearLanes(
  { sql, tenant }: Scope,
  lanes: readonly { readonly id: string; readonly lane: string }[],
): Promise<void> {
  await sql.all(
    `DELETE FROM @finding f USING unnest($2::text[], $3::text[]) AS n (id, lane)
     WHERE f.tenant IS NOT DISTINCT FROM $1 AND f.id = n.id AND f.lane = n.lane`,
    tenant,
    ...columnsOf(
      lanes,
      ({ id }) => id,
      ({ lane }) => lane,
    ),
  )
}

async function record({ sql, tenant }: Scope, writes: readonly Recorded[]): Promise<void> {
  await sql.all(
    `INSERT INTO @finding (tenant, key, id, lane, finding)
     SELECT $1, * FROM unnest($2::text[], $3::text[], $4::text[], $5::text[])
     ON CONFLICT (tenant, key) DO UPDATE SET id = excluded.id, lane = excluded.lane,
       finding = excluded.finding`,
    tenant,
    ...columnsOf(
      writes,
      ({ key }) => key,
      ({ finding }) => finding.id ?? null,
      ({ finding }) => finding.lane ?? null,
      ({ finding }) => JSON.stringify(finding),
    ),
  )
}
