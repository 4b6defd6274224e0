import { refKey } from '@canonry/model'
import type { Link } from './rows.js'

/** Whose a name is among entities of one kind, and how that is known. */
export type Holder = Pick<Link, 'id' | 'evidence'>

/**
 * The names that a link of an effect may be kept under; none of them is that of another ref.
 *
 * `own` is what facts look things up by. What names another entity already is kept beside it: `made`
 * by the one entity whose effect made what its system told of by itself, `shared` by each entity that
 * the record stands for. Nothing is looked up by these two.
 */
export interface LinkNames {
  readonly own: string
  readonly made: string
  readonly shared: string
}

/** The names that a link may be kept under. */
export function linkNames({ id, ref }: Pick<Link, 'id' | 'ref'>): LinkNames {
  const own = refKey(ref)
  // the key of a ref has four parts
  return { own, made: `made/${own}`, shared: `shared/${own}/${id}` }
}

/** What becomes of a link: it is new under a name, known already, or what another entity's effect made. */
export type LinkPlace =
  | { readonly kind: 'new'; readonly name: string }
  | { readonly kind: 'known' }
  | { readonly kind: 'taken'; readonly by: Holder }

/**
 * The place of an effect's link, by what stands under its names among entities of its kind; a new
 * `shared` one may be there already.
 */
export function placeOfLink(
  link: Link,
  held: { readonly own: Holder | undefined; readonly made: Holder | undefined },
): LinkPlace {
  const names = linkNames(link)
  const { own, made } = held
  if (!own) return { kind: 'new', name: names.own }
  if (own.id === link.id) return { kind: 'known' }
  if (link.shared) return { kind: 'new', name: names.shared }
  if (makerOf(own) !== undefined) return taken(own)
  if (!made) return { kind: 'new', name: names.made }
  return made.id === link.id ? { kind: 'known' } : taken(made)
}

function taken({ id, evidence }: Holder): LinkPlace {
  return { kind: 'taken', by: { id, evidence } }
}

const MADE = 'effect '

/** How it is known what an effect made. */
export function madeBy(key: string): string {
  return `${MADE}${key}`
}

/** The effect that made what a name is held for; `undefined` where its system told of it. */
export function makerOf({ evidence }: Holder): string | undefined {
  return evidence.startsWith(MADE) ? evidence.slice(MADE.length) : undefined
}
