import { readWire, writeWire } from '@canonry/mapping'
import { arbitraryDecimal } from '@canonry/model/testing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { numberFrom, wireDecimal } from '../src/wire/wire-decimal.js'

describe('a decimal as a JSON number', () => {
  it('keeps every digit, out to the text and back', () => {
    fc.assert(
      fc.property(arbitraryDecimal, (decimal) => {
        const text = writeWire({ amount: numberFrom(decimal) })
        expect(text).toBe(`{"amount":${decimal}}`)
        const read = readWire(text)._unsafeUnwrap() as { amount: unknown }
        expect(wireDecimal(read.amount)).toBe(decimal)
      }),
    )
  })

  it.each([true, null, undefined, {}, [], '', 'ten', '1'.repeat(65), Number.NaN])(
    'is not %j',
    (value) => {
      expect(wireDecimal(value)).toBeUndefined()
    },
  )
})
