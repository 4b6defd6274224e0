import { END_STATES } from '../effects/effect.js'
import type { Fact } from '../journal/fact.js'
import type { Queries } from '../store/queries.js'
import { nameOf } from '../store/source-name.js'
import type { EraseWrite, FactSubjects } from '../store/writes.js'
import { placeKey, type StoredEffect, type Tables } from './tables.js'

/** Notes what a fact is about. */
export function addSubjects(
  { about, subjects }: Tables,
  { shard, seq, names }: FactSubjects,
): void {
  const place = placeKey({ shard, seq })
  const known = subjects.get(place) ?? new Set()
  subjects.set(place, known)
  for (const name of names) {
    const places = about.get(name) ?? new Set()
    about.set(name, places.add(place))
    known.add(name)
  }
}

/** Takes bodies away; their rows stay. */
export function eraseBodies(tables: Tables, { ids, subjects }: EraseWrite): void {
  for (const id of ids) eraseEntity(tables, id)
  const own = new Set(ids)
  const names = new Set([...subjects, ...ids.flatMap((id) => namesOf(tables, id))])
  for (const name of names) eraseFacts(tables, name)
  for (const [key, stored] of tables.effects) {
    const { id, label, state } = stored.effect
    const isMeant = own.has(id) || names.has(label?.subject ?? '')
    if (isMeant && END_STATES.has(state)) tables.effects.set(key, withoutBody(stored))
  }
}

/** Names of sources whose bodies belong to these subjects. */
export function sourcesAbout(
  tables: Tables,
  { subjects, limit }: Queries['about']['question'],
): readonly string[] {
  const ids = subjects.flatMap((name) => tables.links.get(name) ?? []).map(({ id }) => id)
  const wanted = new Set([...subjects, ...ids.flatMap((id) => namesOf(tables, id))])
  const rows = [...tables.sources.values()].flatMap((known) => [...known.values()])
  const about = rows.filter(({ label, erased }) => !erased && wanted.has(label?.subject ?? ''))
  return about.slice(0, limit).map(nameOf)
}

function namesOf({ names }: Tables, id: string): readonly string[] {
  return (names.get(id) ?? []).map(({ name }) => name)
}

function eraseEntity({ entities, sources }: Tables, id: string): void {
  const row = entities.get(id)
  if (row) entities.set(id, { ...bare(row), body: {}, erased: true })
  for (const [key, source] of sources.get(id) ?? []) {
    sources.get(id)?.set(key, { ...bare(source), body: {}, residue: '', erased: true })
  }
}

function bare<Row extends { readonly label?: unknown }>({ label: _, ...row }: Row) {
  return row
}

/** An effect without its body. */
export function withoutBody({ effect, epoch }: StoredEffect): StoredEffect {
  return { effect: { ...bare(effect), body: undefined }, epoch }
}

function eraseFacts({ about, facts, erased }: Tables, name: string): void {
  for (const place of about.get(name) ?? []) {
    const [shard = 0, seq = 0] = place.split('/').map(Number)
    const known = facts.get(shard)
    const fact = known?.[seq - 1]
    if (!known || !fact?.body) continue
    known[seq - 1] = bodiless(fact)
    erased.add(place)
  }
}

/** A fact without its body. */
export function bodiless({ body: _, keyId: __, ...rest }: Fact): Fact {
  return rest
}
