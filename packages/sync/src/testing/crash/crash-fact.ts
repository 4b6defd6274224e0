import type { EntityName, Ref, StockMove, StockPosition } from '@canonry/model'
import { refKey } from '@canonry/model'
import type { IngestDocument } from '../../receive/ingest.js'
import { createDraws } from '../simulation/draws.js'

/** The n-th fact of a tenant: the same in every life of the process that sends it. */
export interface CrashFact {
  readonly entity: EntityName
  /** The `refKey` of what it is about. */
  readonly source: string
  readonly version: number
  readonly document: IngestDocument
}

/** The system that the facts come from. */
export const DEPOT = 'depot'

const LEVELS = 40
const AT = '2026-11-27T08:00:00Z'

/** Every second fact is a new state of a stock level, every other one a move, which is told once. */
export function crashFact(
  { seed, tenant }: { seed: number; tenant: string },
  version: number,
): CrashFact {
  const isMove = version % 2 === 0
  const chance = createDraws(seed).at(`level ${tenant}`, version)
  const id = isMove ? `move-${version}` : `level-${Math.floor(chance * LEVELS)}`
  const entity = isMove ? 'stockMove' : 'stockPosition'
  const ref: Ref = { system: DEPOT, account: tenant, kind: entity, id }
  const body = isMove ? moveOf(ref, version) : levelOf(ref, version)
  const text = JSON.stringify({ id, version: `${version}`.padStart(9, '0'), body })
  const document = { resource: `${entity}@depot`, key: id, body: text }
  return { entity, source: refKey(ref), version, document }
}

/** The number of the fact that a body came with. */
export function versionOf(body: unknown): number {
  const { quantity, sellable } = body as Partial<StockMove & StockPosition>
  return Number(quantity?.value ?? sellable)
}

function moveOf(ref: Ref, version: number): StockMove {
  const location = { ...ref, kind: 'location', id: 'depot' }
  return {
    refs: [ref],
    key: ref.id,
    variant: { ...ref, kind: 'variant', id: 'thing' },
    quantity: { value: `${version}`, unit: 'C62' },
    from: { kind: 'outside', place: 'supplier' },
    to: { kind: 'location', location, condition: 'sellable' },
    occurredAt: AT,
    recordedAt: AT,
    cause: { kind: 'receipt' },
  }
}

function levelOf(ref: Ref, version: number): StockPosition {
  const level = `${version}`
  return {
    refs: [ref],
    variant: { ...ref, kind: 'variant', id: 'thing' },
    location: { ...ref, kind: 'location', id: 'depot' },
    at: AT,
    unit: 'C62',
    sellable: level,
    onHand: level,
    available: level,
    quarantine: '0',
    damaged: '0',
    reserved: '0',
    safety: '0',
    incoming: [],
    asserted: [],
  }
}
