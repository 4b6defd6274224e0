/** A record type's property names by their lower-case form: NetSuite matches names in any case on write. */
export type PropertyNames = ReadonlyMap<string, string>

/** What a reference property points to; the simulated account knows the ids of each. */
export type ReferenceKind =
  | 'account'
  | 'cashSale'
  | 'customer'
  | 'subsidiary'
  | 'currency'
  | 'location'
  | 'paymentOption'
  | 'item'
  | 'shipItem'
  | 'priceLevel'
  | 'taxCode'

/** A sublist: its element's properties and the property that identifies an element, if any. */
export interface SublistSchema {
  readonly properties: PropertyNames
  readonly key?: string
  readonly references: Readonly<Record<string, ReferenceKind>>
  readonly readOnly: ReadonlySet<string>
  readonly subrecords: readonly string[]
}

/** All that the simulator knows of one record type. */
export interface RecordSchema {
  readonly name: string
  /** How its internal ids and its missing instances are answered: transactions share both. */
  readonly transaction: boolean
  readonly properties: PropertyNames
  readonly references: Readonly<Record<string, ReferenceKind>>
  readonly enums: readonly string[]
  readonly readOnly: ReadonlySet<string>
  readonly subrecords: readonly string[]
  readonly sublists: Readonly<Record<string, SublistSchema>>
}

/** Names written as one text, separated by space. */
export function namesOf(text: string): PropertyNames {
  return new Map(
    text
      .split(/\s+/)
      .filter(Boolean)
      .map((name) => [name.toLowerCase(), name]),
  )
}

/** A set written as one text, separated by space. */
export function setOf(text: string): ReadonlySet<string> {
  return new Set(text.split(/\s+/).filter(Boolean))
}

/** The properties of every address subrecord (REST API Browser 2026.1). */
export const ADDRESS_PROPERTIES: PropertyNames = namesOf(`
  addr1 addr2 addr3 addrPhone addrText addressee attention city country externalId
  lastModifiedDate links override refName state zip
`)
