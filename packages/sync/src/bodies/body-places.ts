import type { Fact, NewFact } from '../journal/fact.js'
import type { EntityRow, SourceRow } from '../store/rows.js'
import type { EffectBody } from './row-maps.js'

/**
 * Where a body belongs, as one text: its row, and the state of the row that it was written with. A
 * body in another place, or an older one in the same, does not open.
 */
export const placeOf = {
  fact: (tenant: string, { connection, shard, hash }: NewFact | Fact) =>
    JSON.stringify([tenant, 'fact', connection, shard, hash]),
  entity: (tenant: string, { id, revision, label }: EntityRow) =>
    JSON.stringify([tenant, 'entity', id, revision, label?.schema]),
  source: (tenant: string, { connection, key, shard, seq, label }: SourceRow) =>
    JSON.stringify([tenant, 'source', connection, key, shard, seq, label?.schema]),
  residue: (tenant: string, { connection, key, shard, seq }: SourceRow) =>
    JSON.stringify([tenant, 'residue', connection, key, shard, seq]),
  effect: (tenant: string, { key, bodyHash, label }: EffectBody) =>
    JSON.stringify([tenant, 'effect', key, bodyHash, label?.schema]),
}
