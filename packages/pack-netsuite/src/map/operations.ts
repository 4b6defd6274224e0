/** The operations by which the connector changes a record, for rules at places that they reach. */

/** The operations on one record type. */
export interface Operations {
  /** Writes the fields that are named, by the external id. */
  readonly fields: { readonly write: string }
  /** Writes the record with all its lines and tax details: what is not named again is removed. */
  readonly lines: { readonly write: string }
}

/** The operations on a sales transaction of this type. */
export function operationsOn(record: string): Operations {
  const write = `PUT /record/v1/${record}/eid:{externalId}`
  return { fields: { write }, lines: { write: `${write}?replace=item,taxDetails` } }
}

/** Writes the fields of a customer that are named, by its external id. */
export const ofCustomer: Operations['fields'] = operationsOn('customer').fields
