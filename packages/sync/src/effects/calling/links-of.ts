import type { Ref } from '@canonry/model'
import type { Connection, Env } from '@canonry/pack'
import { ok, type Result } from 'neverthrow'
import { fitting } from '../../fitting.js'
import { inGroups } from '../../in-groups.js'
import type { TenantStore } from '../../store/store.js'
import type { StoreFailure } from '../../store/store-failure.js'
import { collectRefs } from '../collect-refs.js'
import type { Effect } from '../effect.js'
import type { AskLinks, Links } from './ask-links.js'
import { type Dispatching, type OpenConnection, persist } from './dispatching.js'

/** The most things that are asked for at once, unless one call alone mentions more. */
const REFS = 2_000

/**
 * Lets calls that begin at the same time ask for their links together: a system that takes one effect a
 * call would else cost a question each.
 */
export function groupLinks(env: Env, store: TenantStore): AskLinks {
  const groups = new Map<string, Ask>()
  const groupOf = ({ id, system, account }: Connection) => {
    const known = groups.get(id) ?? groupFor(env, { store, system, account })
    groups.set(id, known)
    return known
  }
  return async (to, refs) => (await groupOf(to)(refs)).map(([links]) => links)
}

type Ask = (refs: readonly string[]) => Promise<Result<readonly Links[], StoreFailure>>

function groupFor(
  env: Env,
  { store, system, account }: { store: TenantStore; system: string; account: string },
): Ask {
  return inGroups<readonly string[], Links>(env, {
    answersTo: () => 1,
    sizeOf: (waiting) =>
      fitting(
        waiting.map((refs) => refs.length),
        REFS,
      ),
    run: async (group) => {
      const refs = [...new Set(group.flat())]
      const found = await store.query<'links'>({ kind: 'links', refs, system, account })
      return found.andThen((links) => ok(group.map(() => links)))
    },
  })
}

/** The names that the target system has for everything the effects mention. */
export async function linksOf(
  dispatching: Dispatching,
  { to, effects }: { to: OpenConnection; effects: readonly Effect[] },
): Promise<Links | undefined> {
  const found = new Map<string, Ref>()
  for (const { body, source, after } of effects) collectRefs([body, source, after], found)
  return persist(dispatching, () => dispatching.links(to.connection, [...found.keys()]))
}
