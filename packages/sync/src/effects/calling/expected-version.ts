import { compareVersions, refKey } from '@canonry/model'
import type { EntityState } from '../../store/rows.js'
import type { Effect, EffectRow } from '../effect.js'
import { type Dispatching, type OpenConnection, persist } from './dispatching.js'

/** Versions of documents in the target system, by the key of the effect that builds on them. */
export type ExpectedVersions = ReadonlyMap<string, string>

const NONE: ExpectedVersions = new Map()

/**
 * What the target system last gave as versions of the documents that these effects change: when it
 * confirmed a write, or when it was read since then. Nothing is asked for a system that does not
 * compare; `undefined` when the store does not answer any more.
 */
export async function expectedVersions(
  dispatching: Dispatching,
  { to, effects }: { to: OpenConnection; effects: readonly Effect[] },
): Promise<ExpectedVersions | undefined> {
  if (!to.connector.capabilities.compareAndSet) return NONE
  const refs = effects.map(({ source }) => refKey(source))
  const situation = await persist(dispatching, () =>
    dispatching.store.query<'situation'>({ kind: 'situation', refs }),
  )
  const states = new Map(situation?.states.map((state) => [state.row.id, state]))
  const versions = effects.flatMap((effect): [string, string][] => {
    const state = states.get(effect.id)
    const version = state && versionOf(effect, state)
    return version === undefined ? [] : [[effect.key, version]]
  })
  return situation && new Map(versions)
}

function versionOf(effect: Effect, { effects, sources }: EntityState): string | undefined {
  const family = effects.filter((row) => isSame(row, effect))
  const written = family.findLastIndex(({ remoteVersion }) => remoteVersion !== undefined)
  const confirmed = family[written]?.remoteVersion
  const read = sources.find(({ connection }) => connection === effect.connection)?.version
  if (read === undefined || confirmed === undefined) return read ?? confirmed
  const order = compareVersions(read, confirmed)
  if (order !== 'incomparable') return order === 'newer' ? read : confirmed
  // a conflict since then shows that what was confirmed is past
  const isPast = family.slice(written).some(({ failing }) => failing?.kind === 'conflict.version')
  return isPast ? read : confirmed
}

function isSame(row: EffectRow, { connection, source }: Effect): boolean {
  return row.connection === connection && refKey(row.source) === refKey(source)
}
