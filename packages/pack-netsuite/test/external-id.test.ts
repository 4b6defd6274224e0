import { externalIdOf } from '@canonry/pack-netsuite'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sourceOfExternalId } from '../src/external-id.js'

const part = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1 }),
  fc.stringMatching(/^[_a-f0-9-]{1,6}$/),
)
const ref = fc.record({ system: part, account: part, kind: part, id: part })

describe('an external id', () => {
  it('is readable where the parts are plain', () => {
    const order = { system: 'shopify', account: 'acme', kind: 'Order', id: '820982911946154508' }
    expect(externalIdOf(order)).toBe('shopify_acme_Order_820982911946154508')
  })

  it('escapes whatever NetSuite does not take', () => {
    const order = { system: 's', account: 'a_b', kind: 'k-k', id: 'gid://x|é' }
    expect(externalIdOf(order)).toBe('s_a-5fb_k-2dk_gid-3a-2f-2fx-7c-c3-a9')
  })

  it('uses letters, digits, underscore and hyphen alone', () => {
    fc.assert(fc.property(ref, (one) => /^[A-Za-z0-9_-]+$/.test(externalIdOf(one))))
  })

  it('is the same for two refs only if they name the same thing', () => {
    const twins = fc.tuple(ref, ref, fc.constantFrom('system', 'account', 'kind', 'id'))
    fc.assert(
      fc.property(twins, ([a, b, field]) => {
        for (const other of [b, { ...a, [field]: b[field] }]) {
          const same = a.id === other.id && a.kind === other.kind
          const all = same && a.account === other.account && a.system === other.system
          expect(externalIdOf(a) === externalIdOf(other)).toBe(all)
        }
      }),
      { numRuns: 2000 },
    )
  })

  it('keeps ids apart whose text is broken in different ways', () => {
    const broken = (id: string) => externalIdOf({ system: 's', account: 'a', kind: 'k', id })
    expect(broken('\ud800')).not.toBe(broken('\ud801'))
    expect(broken('\ud800')).not.toBe(broken('\ufffd'))
  })

  it('takes no notice of the role', () => {
    const plain = { system: 's', account: 'a', kind: 'k', id: '1' }
    expect(externalIdOf({ ...plain, ...{ role: 'primary' } })).toBe(externalIdOf(plain))
  })
})

describe('the source of an external id', () => {
  it('is the thing that it was made from', () => {
    const whole = fc.string({ unit: 'grapheme', minLength: 1 })

    const sound = fc.record({ system: whole, account: whole, kind: whole, id: whole })
    fc.assert(
      fc.property(sound, (one) => {
        expect(sourceOfExternalId(externalIdOf(one))).toEqual(one)
      }),
    )
  })

  it.each([
    '',
    'a',
    'a_b_c',
    'a_b_c_d_e',
    'a__c_d',
    'a_b_c_d-',
    'a_b_c_-41',
    'a_b_c_-ff',
    'a b_c_d_e',
  ])('is none where anybody else made it: "%s"', (id) => {
    expect(sourceOfExternalId(id)).toBeUndefined()
  })
})
