import type { Ref } from '@canonry/model'
import { type Connection, type Resource, sourceKey } from '@canonry/pack'
import { answered } from './answered.js'
import type { TenantStore } from './store.js'

/** Which sums of a ledger are looked for. */
export interface SumPage {
  /** What their keys begin with; default: all. */
  readonly below?: string
  /** The source key behind which they come. */
  readonly after: string
  readonly limit: number
}

/** Source keys of the sums of a ledger, in order. */
export async function sumKeys(
  store: TenantStore,
  ledger: Connection,
  { below = '', after, limit }: SumPage,
): Promise<readonly string[]> {
  const prefixes = addingIn(ledger).map((resource) => sumKey(ledger, { resource, id: below }))
  // nothing is pulled of a ledger, so no scan has seen any of its sums
  const question = { connection: ledger.id, prefixes, after, before: Number.MAX_SAFE_INTEGER }
  return answered(store.query<'absent'>({ kind: 'absent', ...question, limit }))
}

/** What a connection adds up; nothing where it is no ledger. */
export function addingIn({ resources }: Connection): readonly Resource[] {
  return Object.values(resources).filter(({ adds }) => adds)
}

/** The source key behind which a page begins: of the sum that a ref names, else before all of them. */
export function keyAfter(ledger: Connection, after: Ref | undefined): string {
  const resource = addingIn(ledger).find(({ kind }) => kind === after?.kind)
  if (after === undefined) return ''
  if (!resource) throw new Error(`${ledger.id} adds up nothing that is called "${after.kind}"`)
  return sumKey(ledger, { resource, id: after.id })
}

function sumKey(
  { system, account }: Connection,
  { resource: { kind, parts }, id }: { readonly resource: Resource; readonly id: string },
): string {
  return sourceKey(parts[0].entity, { system, account, kind, id })
}
