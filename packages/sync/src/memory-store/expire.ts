import { END_STATES } from '../effects/effect.js'
import type { Fact } from '../journal/fact.js'
import { SHARD_COUNT } from '../journal/shard.js'
import type { Expiry } from '../store/expiry.js'
import { DROPPED_AT_ONCE } from '../store/store-limits.js'
import { bodiless, withoutBody } from './erase.js'
import { addCounts } from './notes.js'
import { placeKey, type Tables } from './tables.js'

/** Drops the bodies, among the next ones, that are old and that nothing needs; see the store port. */
export function letExpire(tables: Tables, { facts, effects }: Expiry): void {
  if (facts !== undefined) expireFacts(tables, facts)
  if (effects !== undefined) expireIntents(tables, effects)
}

function expireFacts(tables: Tables, before: number): void {
  const needed = factsInTrouble(tables)
  const old = upcomingFacts(tables).filter(({ receivedAt }) => receivedAt < before)
  const expired = old.filter((fact) => !needed.has(placeKey(fact)) && expireFact(tables, fact))
  if (expired.length > 0) addCounts(tables, { 'facts.expired': expired.length })
}

// the next processed ones, behind which the next beat goes on
function upcomingFacts({ swept, facts, cursors }: Tables): readonly Fact[] {
  const upcoming: Fact[] = []
  for (let { shard, seq } = swept.fact; shard < SHARD_COUNT; shard++, seq = 0) {
    const end = Math.min(cursors.get(shard) ?? 0, seq + DROPPED_AT_ONCE - upcoming.length)
    upcoming.push(...(facts.get(shard) ?? []).slice(seq, end))
    swept.fact = { shard, seq: end }
    if (upcoming.length === DROPPED_AT_ONCE) return upcoming
  }
  swept.fact = { shard: 0, seq: 0 }
  return upcoming
}

// an erased body expires, too: which comes first makes no difference
function expireFact({ facts, erased, lastWords, about, subjects }: Tables, fact: Fact): boolean {
  const place = placeKey(fact)
  if (!fact.body && !erased.has(place)) return false
  if ((lastWords.get(place) ?? 0) > 0) return false
  facts.get(fact.shard)?.splice(fact.seq - 1, 1, { ...bodiless(fact), expired: true })
  erased.delete(place)
  for (const name of subjects.get(place) ?? []) about.get(name)?.delete(place)
  subjects.delete(place)
  return true
}

function factsInTrouble({ exceptions, open }: Tables): ReadonlySet<string> {
  const subjects = [...open.values()].map((id) => exceptions.get(id)?.subject)
  return new Set(subjects.flatMap((subject) => (subject?.kind === 'fact' ? placeKey(subject) : [])))
}

function expireIntents(tables: Tables, before: number): void {
  const { swept, effects } = tables
  const keys = [...effects.keys()]
  const from = keys.indexOf(swept.effect) + 1
  const upcoming = keys.slice(from, from + DROPPED_AT_ONCE)
  let expired = 0
  for (const key of upcoming) {
    const stored = effects.get(key)
    if (!stored || stored.effect.body === undefined) continue
    const { state, updatedAt } = stored.effect
    if (!END_STATES.has(state) || updatedAt >= before) continue
    effects.set(key, withoutBody(stored))
    expired++
  }
  swept.effect = upcoming.length < DROPPED_AT_ONCE ? '' : (upcoming.at(-1) ?? '')
  if (expired > 0) addCounts(tables, { 'intents.expired': expired })
}
