import { type OrderLine, type Ref, refKey } from '@canonry/model'
import type { NetsuiteProfile } from '../profile.js'

/** The item that a variant is in NetSuite, as far as the crosswalk or the ref itself says it. */
export function linkedItem(
  variant: Ref | undefined,
  known: { readonly account: string; readonly links?: Readonly<Record<string, Ref>> },
): string | undefined {
  if (variant === undefined) return undefined
  const { account, links = {} } = known
  const key = refKey(variant)
  const link = Object.hasOwn(links, key) ? links[key] : variant
  const isItem = link?.system === 'netsuite' && link.account === account && link.kind === 'item'
  return isItem ? link.id : undefined
}

/** The item that the profile names for lines like this one that have no SKU. */
export function itemOfNameless(
  { giftCard }: OrderLine,
  { giftCardItem, otherItem }: NetsuiteProfile,
): string | undefined {
  return giftCard ? (giftCardItem ?? otherItem) : otherItem
}
