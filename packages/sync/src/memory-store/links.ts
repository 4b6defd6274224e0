import { type LinkPlace, linkNames, placeOfLink } from '../store/link-names.js'
import type { Link } from '../store/rows.js'
import { wake } from './effects.js'
import { heldUnder, listOf, type Tables } from './tables.js'

/** A link, and when it is added. */
interface Adding {
  readonly link: Link
  readonly now: number
}

/** What a link's ref names already, among entities of its kind. */
export function namedBy(tables: Tables, link: Link): Link | undefined {
  return heldUnder(tables, { entity: link.entity, name: linkNames(link).own })
}

/** Adds a name of an entity and wakes what waits for it; a ref that is taken keeps its entity. */
export function addLink(tables: Tables, { link, now }: Adding): void {
  if (!namedBy(tables, link)) put(tables, { link, name: linkNames(link).own, now })
}

/** Where a link of an effect belongs. */
export function placeOf(tables: Tables, link: Link): LinkPlace {
  const { own, made } = linkNames(link)
  const held = (name: string) => heldUnder(tables, { entity: link.entity, name })
  return placeOfLink(link, { own: held(own), made: held(made) })
}

/** Adds a link of an effect where it belongs, and wakes what waits for it. */
export function addMade(tables: Tables, { link, now }: Adding): void {
  const place = placeOf(tables, link)
  if (place.kind !== 'new') return
  const { name } = place
  if (!heldUnder(tables, { entity: link.entity, name })) put(tables, { link, name, now })
}

function put(tables: Tables, { link, name, now }: Adding & { readonly name: string }): void {
  const { shared: _, ...kept } = link
  listOf(tables.links, name).push(kept)
  const names = listOf(tables.names, link.id)
  names.push({ name, ref: link.ref })
  for (const each of names) wake(tables, { ref: each.name, now })
}
