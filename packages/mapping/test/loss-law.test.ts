import { group, mapping, maybe, table, text } from '@canonry/mapping'
import { mappingLaws } from '@canonry/mapping/testing'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'

const Wire = z.object({ raw: z.string().optional() })
const shouted = (loss?: string) =>
  mapping({
    system: 'shop',
    entity: 'Shouted',
    wire: z.object({ raw: z.string() }),
    canonical: z.object({ said: z.string() }),
    map: ($) => ({
      said: group(
        { raw: [$.raw, text] },
        {
          doc: 'in capitals',
          ...(loss === undefined ? {} : { loss }),
          get: ({ raw }) => raw.toUpperCase(),
          put: (raw) => ({ raw }),
        },
      ),
    }),
  })
const filled = mapping({
  system: 'shop',
  entity: 'Filled',
  wire: Wire,
  canonical: z.object({ said: z.string() }),
  map: ($) => ({
    said: group(
      { raw: $.raw },
      { doc: 'none where missing', get: ({ raw }) => raw ?? 'none', put: (raw) => ({ raw }) },
    ),
  }),
})
const plain = mapping({
  system: 'shop',
  entity: 'Plain',
  wire: Wire.extend({ name: z.string().nullish() }),
  canonical: z.object({ raw: z.string().optional(), name: z.string().optional() }),
  map: ($) => ({ raw: maybe($.raw, text), name: maybe($.name, text) }),
})

const worded = (forget: string) =>
  mapping({
    system: 'shop',
    entity: 'Worded',
    wire: z.object({ raw: z.string() }),
    canonical: z.object({ said: z.enum(['open', 'closed', 'unknown']) }),
    map: ($) => ({
      said: group(
        { raw: [$.raw, table({ OPEN: 'open', SHUT: 'closed' }, { unknown: 'unknown' })] },
        {
          doc: 'a state',
          get: ({ raw }) => (raw === forget ? 'unknown' : raw),
          put: (raw) => ({ raw }),
        },
      ),
    }),
  })

const law = mappingLaws.find(({ name }) => name.startsWith('Loss'))
const given = { context: {}, seed: 3 }

describe('a rule that forgets something of its place', () => {
  it('breaks a law where it states no loss', () => {
    expect(law?.find({ mapping: shouted(), ...given })).toMatchObject({
      discrepancy: { wire: '/raw', entity: '/said' },
      rule: { words: 'in capitals' },
    })
  })

  it('keeps it where it does', () => {
    const lossy = shouted('small letters become capitals')
    expect(law?.find({ mapping: lossy, ...given })).toBeUndefined()
  })

  it('breaks it also where a missing value reads like another one', () => {
    expect(law?.find({ mapping: filled, ...given, wire: [{}] })).toMatchObject({
      recorded: 1,
      discrepancy: { what: expect.stringContaining('without the place'), wire: '/raw' },
    })
  })

  it('breaks it also where the loss of its leaf is that of words that no table lists', () => {
    expect(law?.find({ mapping: worded('closed'), ...given })).toMatchObject({
      discrepancy: { wire: '/raw', entity: '/said' },
    })
    const unlisted = [{ raw: 'AJAR' }]
    expect(law?.find({ mapping: worded('nothing'), ...given, wire: unlisted })).toBeUndefined()
  })

  it('is not one that reads null as nothing', () => {
    expect(law?.find({ mapping: plain, ...given, wire: [{ name: null }] })).toBeUndefined()
  })
})
