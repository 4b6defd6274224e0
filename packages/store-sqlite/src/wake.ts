import { type Link, type LinkPlace, linkNames } from '@canonry/sync'
import { insertLink } from './links.js'
import type { Scope } from './scope.js'
import { wake } from './transitions.js'

/** Adds a name of an entity and makes due what waits for any name of it. */
export function addLink(scope: Scope, { link, now }: { link: Link; now: number }): void {
  addUnder(scope, { link, name: linkNames(link).own, now })
}

/** Adds a link of an effect where it belongs, and makes due what waits for its entity. */
export function addMade(
  scope: Scope,
  { link, place, now }: { link: Link; place: LinkPlace; now: number },
): void {
  if (place.kind === 'new') addUnder(scope, { link, name: place.name, now })
}

function addUnder(
  scope: Scope,
  { link, name, now }: { link: Link; name: string; now: number },
): void {
  if (insertLink(scope, { link, name })) wake(scope, { id: link.id, now })
}
