import type { Link } from '@canonry/sync'
import { insertLink } from './links.js'
import type { Scope } from './scope.js'
import { wake } from './transitions.js'

/** Adds a name of an entity and makes due what waits for any name of it. */
export function addLink(scope: Scope, { link, now }: { link: Link; now: number }): void {
  if (insertLink(scope, link)) wake(scope, { id: link.id, now })
}
