import { decimal, decodeFields, derived, from, joint, mapping, text } from '@canonry/mapping'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'

const visit = mapping({
  system: 'till',
  entity: 'Visit',
  wire: z.object({ who: z.string(), sum: z.string(), span: z.string() }),
  canonical: z.object({
    guest: z.string(),
    total: z.string(),
    from: z.string(),
    to: z.string(),
    label: z.string(),
  }),
  map: ($) => ({
    guest: from($.who, text),
    total: from($.sum, decimal),
    ...joint(
      { span: [$.span, text] },
      {
        doc: 'both ends in one text',
        fields: ['from', 'to'],
        get: ({ span }) => ({ from: span.split('/')[0] ?? '', to: span.split('/')[1] ?? '' }),
        put: ({ from, to }) => ({ span: `${from}/${to}` }),
      },
    ),
    label: derived('the guest again', ({ guest }: { guest: string }) => guest),
  }),
})

const fields = ['guest', 'total', 'to', 'label']
const read = (wire: unknown) => decodeFields(visit, wire, { fields, context: {} })

describe('reading fields each by itself', () => {
  it('reads what can be read of a document that cannot be read as a whole', () => {
    expect(read({ who: 'Li', sum: 'much', span: 'a/b' })).toEqual({ guest: 'Li', to: 'b' })
  })

  it.each([null, 3, 'text', [], { who: 3, sum: null }])('reads nothing of %j', (wire) => {
    expect(read(wire)).toEqual({})
  })
})
