import { type EntityName, type Ref, refKey } from '@canonry/model'

/** Entities that tell of a person through the order that they belong to. */
const OF_AN_ORDER: ReadonlySet<EntityName> = new Set<EntityName>([
  'fulfilmentOrder',
  'shipment',
  'return',
  'refund',
  'paymentTransaction',
])

/** The fields that tell whose a body is. */
export const SUBJECT_FIELDS = ['refs', 'customer', 'order'] as const

/**
 * What a body belongs to, and is erased with, as `refKey` prints it: a customer to its own name, an order
 * to the customer that it names, and what follows from an order to that order.
 *
 * `undefined` where it belongs to nothing but itself.
 */
export function subjectOf(
  entity: EntityName,
  { name, body }: { readonly name: string | undefined; readonly body: unknown },
): string | undefined {
  if (entity === 'customer') return name
  const said = body as { readonly customer?: unknown; readonly order?: unknown } | null | undefined
  if (isRef(said?.customer)) return refKey(said.customer)
  return OF_AN_ORDER.has(entity) && isRef(said?.order) ? refKey(said.order) : undefined
}

/** Whether a value names something. */
export function isRef(value: unknown): value is Ref {
  return typeof value === 'object' && value !== null && 'system' in value && 'id' in value
}
