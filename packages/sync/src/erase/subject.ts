import { type EntityName, type Ref, refKey } from '@canonry/model'

/**
 * Whom a body is about, as `refKey` prints it: a customer about itself, anything else about the
 * customer that it names; `undefined` where it names none.
 */
export function subjectOf(
  entity: EntityName,
  { ref, body }: { readonly ref: Ref; readonly body: unknown },
): string | undefined {
  if (entity === 'customer') return refKey(ref)
  const customer = (body as { readonly customer?: unknown } | null | undefined)?.customer
  return isRef(customer) ? refKey(customer) : undefined
}

function isRef(value: unknown): value is Ref {
  return typeof value === 'object' && value !== null && 'system' in value && 'id' in value
}
