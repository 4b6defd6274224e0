import fc from 'fast-check'
import type { Ref } from '../entity/ref.js'

/** Names of things of a kind in one of two systems, few enough that the same one comes again. */
export function arbitraryRef(kind: string): fc.Arbitrary<Ref> {
  return fc
    .tuple(fc.constantFrom('shop', 'erp'), fc.integer({ min: 1, max: 40 }))
    .map(([system, id]) => ({ system, account: 'acme', kind, id: String(id) }))
}

/** One or two different names of one thing. */
export function arbitraryRefs(kind: string): fc.Arbitrary<Ref[]> {
  return fc
    .tuple(fc.bigInt({ min: 1n, max: 10n ** 19n }), fc.boolean())
    .map(([id, two]) => [
      { system: 'shop', account: 'acme', kind, id: String(id) },
      ...(two ? [{ system: 'erp', account: 'acme', kind, id: `${id}`, role: 'number' }] : []),
    ])
}
