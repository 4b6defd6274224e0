import { NetsuiteProfile, type NetsuiteProfileInput } from '../profile.js'
import type { Account, SimulatedItem } from './account.js'

/** Puts everything that a profile names into the account. */
export function seedProfile(account: Account, input: NetsuiteProfileInput): void {
  const profile = NetsuiteProfile.parse(input)
  const { lists, items, currencyPrecision } = account
  lists.subsidiary.set(profile.subsidiary, 'Parent Company')
  for (const [code, id] of Object.entries(profile.currencies)) lists.currency.set(id, code)
  for (const [code, digits] of Object.entries(profile.currencyPrecision)) {
    const id = profile.currencies[code]
    if (id !== undefined) currencyPrecision.set(id, digits)
  }
  if (profile.location !== undefined) lists.location.set(profile.location, 'Main Warehouse')
  for (const { location, account: money } of Object.values(profile.locations)) {
    lists.location.set(location, `Store ${location}`)
    seedAccount(account, money)
  }
  const { till, adjustments } = profile
  seedAccount(account, adjustments?.account)
  seedAccount(account, till.account)
  if (till.paymentOption !== undefined) lists.paymentOption.set(till.paymentOption, 'Cash')
  for (const id of [profile.taxCode, ...Object.values(profile.taxCodes)]) {
    lists.taxCode.set(id, `Tax Code ${id}`)
  }
  for (const item of profileItems(profile)) if (!items.has(item.id)) items.set(item.id, item)
  seedGuest(account, profile, { id: profile.guestCustomer, name: 'Guest' })
  if (till.customer !== undefined) {
    seedGuest(account, profile, { id: till.customer, name: 'Till' })
  }
}

function seedAccount({ lists }: Account, id: string | undefined): void {
  if (id !== undefined) lists.account.set(id, `Account ${id}`)
}

function profileItems(profile: NetsuiteProfile): SimulatedItem[] {
  const item = (id: string, itemId: string, itemType = 'OthCharge'): SimulatedItem => ({
    id,
    itemId,
    itemType,
    isInactive: false,
  })
  return [
    item(profile.discountItem, 'Discount', 'Discount'),
    item(profile.shipItem, 'Shipping', 'ShipItem'),
    item(profile.tipItem, 'Tip'),
    item(profile.dutyItem, 'Duty'),
    item(profile.feeItem, 'Fee'),
    item(profile.roundingItem, 'Rounding'),
    ...(profile.otherItem === undefined ? [] : [item(profile.otherItem, 'Other')]),
    ...(profile.giftCardTenderItem === undefined
      ? []
      : [item(profile.giftCardTenderItem, 'Gift card redeemed')]),
    ...(profile.giftCardItem === undefined ? [] : [item(profile.giftCardItem, 'Gift card')]),
  ]
}

function seedGuest(
  account: Account,
  profile: NetsuiteProfile,
  { id, name }: { id: string; name: string },
): void {
  const currencies = Object.values(profile.currencies).map((currency) => ({
    currency: { id: currency },
  }))
  const [first] = currencies
  account.records['customer']?.set(id, {
    type: 'customer',
    id,
    fields: {
      entityId: name,
      companyName: name,
      isPerson: false,
      isInactive: false,
      subsidiary: { id: profile.subsidiary },
      ...first,
    },
    sublists: { currencyList: currencies },
    createdAt: account.now(),
    modifiedAt: account.now(),
    updates: 0,
    lastKeys: {},
  })
}
