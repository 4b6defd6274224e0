import fc from 'fast-check'

type Values<A> = { [K in keyof A]: A[K] extends fc.Arbitrary<infer V> ? V : never }

/** Records in which every field may be missing; a missing field is left out, never `undefined`. */
export function optionalFields<A extends Record<string, fc.Arbitrary<unknown>>>(
  fields: A,
): fc.Arbitrary<Partial<Values<A>>> {
  return fc.record(fields, { requiredKeys: [] }) as unknown as fc.Arbitrary<Partial<Values<A>>>
}
