import { readWire } from '@canonry/mapping'
import { decodeResource, type PullPage, type WireDocument } from '@canonry/pack'
import { type NetsuiteProfileInput, netsuite } from '@canonry/pack-netsuite'
import { TILL_PROFILE } from './till.js'
import { ACCOUNT, openWorld, type World } from './world.js'

/** A profile with what stock needs beside what tills do: the zone of the account, and an account for adjustments. */
export const DEPOT_PROFILE = {
  ...TILL_PROFILE,
  zone: 'Europe/Berlin',
  adjustments: { account: '9301' },
}

/** A world whose connection is pulled for stock, with items of these names. */
export function openDepot(profile: NetsuiteProfileInput, ...skus: string[]): World {
  const world = openWorld({ profile, options: { stock: true } })
  for (const itemId of skus) world.simulator.addItem({ itemId })
  return world
}

/** The pages of a pull. */
export async function pagesOf(
  { connector }: Pick<World, 'connector'>,
  since?: number,
): Promise<PullPage[]> {
  const pages: PullPage[] = []
  let cursor: string | undefined
  do {
    const page = (await connector.pull?.(cursor, since))?._unsafeUnwrap()
    pages.push(...(page ? [page] : []))
    cursor = page?.next
  } while (cursor !== undefined)
  return pages
}

/** Everything that a pull brings. */
export async function pullAll(
  world: Pick<World, 'connector'>,
  since?: number,
): Promise<WireDocument[]> {
  return (await pagesOf(world, since)).flatMap(({ documents }) => documents)
}

/** The documents of one resource. */
export const only = (documents: readonly WireDocument[], resource: string) =>
  documents.filter((document) => document.resource === resource)

/** The entity that a document says. */
export function decoded({ resource, text }: WireDocument) {
  const wire = readWire(text)._unsafeUnwrap()
  const given = netsuite.resources[resource]
  if (!given) throw new Error(`no resource ${resource}`)
  return decodeResource(given, wire, { account: ACCOUNT })._unsafeUnwrap()[0]?.body
}

/** The version that a document says. */
export function versionOf({ resource, text }: WireDocument): string | undefined {
  return netsuite.resources[resource]?.version(readWire(text)._unsafeUnwrap())
}
