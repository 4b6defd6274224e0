import { join } from 'node:path'
import { type PackSubject, packContract } from '@canonry/pack/testing'
import { describe, expect, it } from 'vitest'
import { at, through } from './defects/change-rule.js'
import { withPart } from './defects/find-killers.js'
import { tillSubject } from './fixtures/till-subject.js'

describe('the failure that the README shows', () => {
  it('is what the kit says of a pack that drops the offset of a moment', async () => {
    const careless = at(
      '/at',
      through((moment) => `${moment.slice(0, 19)}Z`),
    )
    const broken: PackSubject = withPart(tillSubject, 'paymentTransaction', (part) => {
      return { ...part, mapping: careless(part.mapping) as typeof part.mapping }
    })
    const getPut = packContract({ ...broken, seed: 11 }).find(({ name }) => name.includes('GetPut'))
    const message = await getPut?.run().catch((problem: Error) => problem.message)
    await expect(`${message}\n`).toMatchFileSnapshot(
      join(import.meta.dirname, 'fixtures/broken-law.txt'),
    )
  })
})
