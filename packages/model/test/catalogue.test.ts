import {
  checkLocation,
  checkPrice,
  checkProduct,
  checkPromotion,
  checkVariant,
  type Finding,
  Location,
  Price,
  Product,
  Promotion,
  Variant,
} from '@canonry/model'
import {
  arbitraryLocation,
  arbitraryPrice,
  arbitraryProduct,
  arbitraryPromotion,
  arbitraryVariant,
} from '@canonry/model/testing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const euros = (amount: string) => ({ amount, currency: 'EUR' })
const ref = (kind: string, id = '1') => ({ system: 'shop', account: 'acme', kind, id })
const places = (findings: Finding[]) => findings.map(({ code, path }) => `${code} ${path}`)

/** Every made entity is valid and without findings. */
function keepsInvariants<E>(
  arbitrary: fc.Arbitrary<E>,
  schema: { safeParse(value: unknown): { error?: unknown } },
  check: (entity: E) => Finding[],
): void {
  fc.assert(
    fc.property(arbitrary, (made) => {
      expect(schema.safeParse(made).error).toBeUndefined()
      expect(check(made)).toEqual([])
    }),
    { numRuns: 1000 },
  )
}

describe('product', () => {
  const product: Product = {
    refs: [ref('Product')],
    title: 'Lamp',
    status: 'active',
    categories: [{ taxonomy: 'gpc', code: '1000' }],
    options: [{ name: 'Size', values: ['S', 'M'] }],
    media: [],
    tags: [],
  }

  it('keeps every invariant when it is made by the arbitrary', () => {
    keepsInvariants(arbitraryProduct, Product, checkProduct)
  })

  it.each<[string, Partial<Product>]>([
    ['duplicate-ref /refs/1', { refs: [ref('Product'), ref('Product')] }],
    [
      'repeated-option /options/1/name',
      { options: [...product.options, { name: 'Size', values: [] }] },
    ],
    [
      'repeated-option-value /options/0/values/1',
      { options: [{ name: 'Size', values: ['S', 'S'] }] },
    ],
    [
      'repeated-category /categories/1',
      { categories: [...product.categories, ...product.categories] },
    ],
  ])('is found with %s', (expected, change) => {
    expect(places(checkProduct({ ...product, ...change }))).toEqual([expected])
  })
})

describe('variant', () => {
  const two = { value: '2', unit: 'C62' }
  const variant: Variant = {
    refs: [ref('Variant')],
    sku: 'ABC-1',
    gtins: [],
    options: [],
    unit: 'C62',
    components: [],
  }
  const part = { variant: ref('Variant', '2'), quantity: two }

  it('keeps every invariant when it is made by the arbitrary', () => {
    keepsInvariants(arbitraryVariant, Variant, checkVariant)
  })

  it.each<[string, Partial<Variant>]>([
    ['no-number /sku', { sku: undefined as never }],
    ['repeated-gtin /gtins/1', { gtins: ['04006381333931', '04006381333931'] }],
    [
      'repeated-option /options/1/name',
      {
        options: [
          { name: 'Size', value: 'S' },
          { name: 'Size', value: 'M' },
        ],
      },
    ],
    [
      'part-of-itself /components/0/variant',
      { components: [{ ...part, variant: ref('Variant') }] },
    ],
    ['repeated-component /components/1', { components: [part, part] }],
    [
      'not-positive /components/0/quantity/value',
      { components: [{ ...part, quantity: { ...two, value: '0' } }] },
    ],
    ['part-of-itself /pack/of', { pack: { of: ref('Variant'), quantity: two } }],
    [
      'not-positive /pack/quantity/value',
      { pack: { of: part.variant, quantity: { ...two, value: '-1' } } },
    ],
    ['pack-and-bundle /pack', { pack: { of: part.variant, quantity: two }, components: [part] }],
    ['not-positive /measure/value', { measure: { value: '0', unit: 'LTR' } }],
    ['wrong-dimension /weight/unit', { weight: { value: '1', unit: 'LTR' } }],
    ['negative-measure /weight/value', { weight: { value: '-1', unit: 'KGM' } }],
    [
      'wrong-dimension /dimensions/width/unit',
      {
        dimensions: {
          length: { value: '1', unit: 'MTR' },
          width: two,
          height: { value: '1', unit: 'INH' },
        },
      },
    ],
  ])('is found with %s', (expected, change) => {
    expect(places(checkVariant({ ...variant, ...change }))).toEqual([expected])
  })

  it('has a GTIN with a right check digit or none', () => {
    expect(Variant.safeParse({ ...variant, gtins: ['04006381333932'] }).success).toBe(false)
    expect(Variant.parse({ ...variant, unit: undefined }).unit).toBe('C62')
  })
})

describe('price', () => {
  const one = { value: '1', unit: 'C62' }
  const price: Price = {
    refs: [ref('Price')],
    variant: ref('Variant'),
    amount: euros('9.9'),
    per: one,
    taxIncluded: true,
  }

  it('keeps every invariant when it is made by the arbitrary', () => {
    keepsInvariants(arbitraryPrice, Price, checkPrice)
  })

  it.each<[string, Partial<Price>]>([
    ['negative-price /amount', { amount: euros('-1') }],
    ['price-for-nothing /per', { per: { ...one, value: '0' } }],
    ['negative-minimum /minimum', { minimum: { ...one, value: '-1' } }],
    ['two-currencies /compareAt', { compareAt: { amount: '12', currency: 'USD' } }],
    ['no-reduction /compareAt', { compareAt: euros('9.9') }],
    [
      'never-valid /validTo',
      { validFrom: '2026-01-02T00:00:00Z', validTo: '2026-01-01T00:00:00Z' },
    ],
  ])('is found with %s', (expected, change) => {
    expect(places(checkPrice({ ...price, ...change }))).toEqual([expected])
  })

  it('says how much money a finding is about', () => {
    const [finding] = checkPrice({ ...price, compareAt: euros('9') })
    expect(finding?.difference).toEqual(euros('-0.9'))
    expect(finding?.message).toBe('the former price EUR 9 is not above the price EUR 9.9')
  })
})

describe('promotion', () => {
  const promotion: Promotion = {
    refs: [ref('Promotion')],
    codes: ['SAVE'],
    kind: 'percent',
    rate: '0.2',
    target: 'line',
    combinesWith: [],
    funding: [{ by: 'merchant', share: '1' }],
  }

  it('keeps every invariant when it is made by the arbitrary', () => {
    keepsInvariants(arbitraryPromotion, Promotion, checkPromotion)
  })

  it.each<[string, Partial<Promotion>]>([
    ['value-missing /rate', { rate: undefined as never }],
    ['value-missing /amount', { kind: 'fixed' }],
    ['value-missing /get', { kind: 'buy-x-get-y', buy: { value: '3', unit: 'C62' } }],
    ['rate-outside /rate', { rate: '20' }],
    ['rate-outside /rate', { rate: '-0.1' }],
    ['negative-amount /amount', { kind: 'fixed', amount: euros('-5') }],
    ['not-positive /buy', { buy: { value: '0', unit: 'C62' } }],
    ['repeated-code /codes/1', { codes: ['SAVE', 'SAVE'] }],
    ['funding-differs /funding', { funding: [{ by: 'vendor', share: '0.5' }] }],
    [
      'negative-share /funding/1/share',
      {
        funding: [
          { by: 'vendor', share: '1.5' },
          { by: 'channel', share: '-0.5' },
        ],
      },
    ],
    [
      'never-valid /validTo',
      { validFrom: '2026-01-02T00:00:00Z', validTo: '2026-01-02T00:00:00Z' },
    ],
  ])('is found with %s', (expected, change) => {
    expect(places(checkPromotion({ ...promotion, ...change }))).toEqual([expected])
  })
})

describe('location', () => {
  const store: Location = {
    refs: [ref('Location')],
    name: 'Mitte',
    kind: 'store',
    zone: 'Europe/Berlin',
  }

  it('keeps every invariant when it is made by the arbitrary', () => {
    keepsInvariants(arbitraryLocation, Location, checkLocation)
  })

  it.each<[string, Partial<Location>]>([
    ['no-zone /zone', { zone: undefined as never }],
    ['no-zone /zone', { kind: 'warehouse', zone: undefined as never, cutOver: '04:00' }],
    ['late-cut-over /cutOver', { cutOver: '18:00' }],
  ])('is found with %s', (expected, change) => {
    expect(places(checkLocation({ ...store, ...change }))).toEqual([expected])
  })

  it('has a zone, a currency and a GLN that exist, or none', () => {
    expect(Location.safeParse({ ...store, zone: 'Europe/Atlantis' }).success).toBe(false)
    expect(Location.safeParse({ ...store, currency: 'QQQ' }).success).toBe(false)
    expect(Location.safeParse({ ...store, gln: '4012345000008' }).success).toBe(false)
  })
})
