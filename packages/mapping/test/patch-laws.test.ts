import { describe, it } from 'vitest'
import { patchLaws } from './patch-laws.js'
import { arbitraryShopOrder, context, shopMapping } from './shop.js'
import { arbitraryWireStore, storeMapping } from './store.js'

describe('a patch of an order of the shop', () => {
  const subject = { mapping: shopMapping, context, documents: arbitraryShopOrder }
  it.each(patchLaws)('$name', ({ run }) => run(subject))
})

describe('a patch of a store', () => {
  const subject = { mapping: storeMapping, context: {}, documents: arbitraryWireStore }
  it.each(patchLaws)('$name', ({ run }) => run(subject))
})
