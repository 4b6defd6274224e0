import { packContract } from '@canonry/pack/testing'
import { describe, it } from 'vitest'
import { shopifySubject } from './contract-subject.js'

describe('the Shopify pack', { timeout: 60_000 }, () => {
  for (const { name, skip, run } of packContract(shopifySubject)) it.skipIf(skip)(name, run)
})
