/** The operations by which the connector changes a record, for rules at places that they reach. */

/** Writes the fields of a sales order that are named, by its external id. */
export const ofOrder = { write: 'PUT /record/v1/salesOrder/eid:{externalId}' }

/** Writes a sales order with all its lines and tax details: what is not named again is removed. */
export const ofLines = { write: `${ofOrder.write}?replace=item,taxDetails` }

/** Writes the fields of a customer that are named, by its external id. */
export const ofCustomer = { write: 'PUT /record/v1/customer/eid:{externalId}' }
