import type { Connector, PullPage } from '@canonry/pack'
import type { PlantedBugs } from './planted-bug.js'
import { tampered } from './tampered-connection.js'

type Pull = NonNullable<Connector['pull']>

const MINUTE = 60_000

/** A pulled world whose shop answers its pulls otherwise. */
function pulled(make: (pull: Pull) => Pull) {
  const change = ({ pull }: Connector) => (pull ? { pull: make(pull) } : {})
  return tampered(change, { id: 'shop', isPulled: true })
}

function withPage(pull: Pull, change: (page: PullPage) => PullPage): Pull {
  return async (...asked) => (await pull(...asked)).map(change)
}

export const pullBugs: PlantedBugs['bugs'] = [
  {
    name: 'gives the first page of a pull for the whole',
    world: pulled((pull) => withPage(pull, ({ next: _, ...page }) => page)),
  },
  {
    name: 'leaves out the last document of each page',
    world: pulled((pull) =>
      withPage(pull, (page) => ({ ...page, documents: page.documents.slice(0, -1) })),
    ),
  },
  {
    name: 'says that its clock is an hour ahead',
    world: pulled((pull) =>
      withPage(pull, (page) => ({ ...page, asOf: (page.asOf ?? 0) + 60 * MINUTE })),
    ),
  },
  {
    name: 'asks for what changed since an hour later, as in another time zone',
    world: pulled(
      (pull) => (cursor, since) =>
        since === undefined ? pull(cursor) : pull(cursor, since + 60 * MINUTE),
    ),
  },
]
