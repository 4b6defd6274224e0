import { z } from 'zod'

/** How close a field is to a person, and thereby how it is stored, masked and erased. */
export type PersonalData = 'pseudonymous' | 'direct' | 'sensitive'

/**
 * How long personal data may be kept.
 *
 * `order`: as long as the books of the order (tax and commercial law of the merchant's country).
 * `customer`: until the customer asks for erasure or is no customer any more. `days:30`: that many
 * days after the goods were delivered (Amazon's Data Protection Policy wants 30 for what only
 * fulfilment needs).
 */
export type Retention = 'order' | 'customer' | `days:${number}`

/** What is said about a field that holds personal data. */
export interface PersonalMark {
  readonly personal: PersonalData
  /** Absent where the entity around the field decides. */
  readonly retention?: Retention
}

const marks = z.registry<PersonalMark>()
const scopes = z.registry<{ readonly retention: Retention }>()

/**
 * A copy of the schema whose values are marked as personal data; the mark can be listed and changes
 * nothing else. Mark last: a later `.min()` makes a schema without the mark.
 */
export function personalData<S extends z.ZodType>(schema: S, mark: PersonalData | PersonalMark): S {
  // a copy, because the schema may be one that many fields share
  const marked = schema.clone() as S
  marks.add(marked, typeof mark === 'string' ? { personal: mark } : mark)
  return marked
}

/** Says how long the personal data inside a schema is kept, unless a field says otherwise. */
export function retainedFor<S extends z.ZodType>(schema: S, retention: Retention): S {
  scopes.add(schema, { retention })
  return schema
}

/** The mark of a schema, if it has one. */
export function personalMark(schema: z.core.$ZodType): PersonalMark | undefined {
  return marks.get(schema)
}

/** The retention that holds inside a schema, if it says one. */
export function retentionScope(schema: z.core.$ZodType): Retention | undefined {
  return scopes.get(schema)?.retention
}
