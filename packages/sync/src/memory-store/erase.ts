import { END_STATES } from '../effects/effect.js'
import type { Fact } from '../journal/fact.js'
import type { Queries } from '../store/queries.js'
import type { EraseWrite } from '../store/writes.js'
import type { Tables } from './tables.js'

/** Takes bodies away; their rows stay. */
export function eraseBodies(tables: Tables, { ids, facts, documents }: EraseWrite): void {
  for (const id of ids) eraseEntity(tables, id)
  for (const { shard, seq } of facts)
    eraseFacts(tables, { shard, isMeant: (fact) => fact.seq === seq })
  for (const { connection, shard, key } of documents) {
    const isMeant = (fact: Fact) => fact.connection === connection && fact.routingKey === key
    eraseFacts(tables, { shard, isMeant })
  }
}

/** Names of sources whose bodies are about these subjects. */
export function sourcesAbout(
  { sources }: Tables,
  { subjects, limit }: Queries['about']['question'],
): readonly string[] {
  const wanted = new Set(subjects)
  const rows = [...sources.values()].flatMap((known) => [...known.values()])
  const about = rows.filter(({ subject, erased }) => !erased && wanted.has(subject ?? ''))
  return about.slice(0, limit).map(({ key }) => key.slice(key.indexOf(':') + 1))
}

function eraseEntity({ entities, sources, effects, promised }: Tables, id: string): void {
  const row = entities.get(id)
  if (row) entities.set(id, { ...row, body: {}, erased: true })
  for (const [key, source] of sources.get(id) ?? []) {
    sources.get(id)?.set(key, { ...source, body: {}, residue: '', erased: true })
  }
  for (const key of promised.get(id) ?? []) {
    const stored = effects.get(key)
    if (!stored || !END_STATES.has(stored.effect.state)) continue
    effects.set(key, { ...stored, effect: { ...stored.effect, body: undefined } })
  }
}

function eraseFacts(
  { facts }: Tables,
  { shard, isMeant }: { shard: number; isMeant: (fact: Fact) => boolean },
): void {
  const known = facts.get(shard) ?? []
  for (const [index, fact] of known.entries()) {
    if (!fact.body || !isMeant(fact)) continue
    const { body: _, ...bare } = fact
    known[index] = bare
  }
}
