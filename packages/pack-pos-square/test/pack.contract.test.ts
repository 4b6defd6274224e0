import { packContract } from '@canonry/pack/testing'
import { describe, it } from 'vitest'
import { squareSubject } from './contract-subject.js'

describe('the Square pack', { timeout: 60_000 }, () => {
  for (const { name, skip, run } of packContract(squareSubject)) it.skipIf(skip)(name, run)
})
