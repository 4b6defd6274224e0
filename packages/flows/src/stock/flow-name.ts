import type { Connection } from '@canonry/sync'

/** The name of a flow by what it carries, from where, and where to: `moves-of-erp+tills-to-stock`. */
export function flowName(
  what: string,
  { from, to }: { readonly from: readonly Connection[]; readonly to: Connection },
): string {
  return `${what}-of-${from.map(({ id }) => id).join('+')}-to-${to.id}`
}
