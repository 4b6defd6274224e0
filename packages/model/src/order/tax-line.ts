import { z } from 'zod'
import { lazyObject } from '../entity/lazy-object.js'
import { Amount } from '../value/amount.js'
import { Decimal } from '../value/decimal.js'

/** Where a tax is owed: `country` is ISO 3166-1 alpha-2, `region` ISO 3166-2, `code` the authority's own. */
export const Jurisdiction = lazyObject(() => ({
  country: z.string().optional().describe('The country (ISO 3166-1 alpha-2): `US`.'),
  region: z.string().optional().describe('The state or province (ISO 3166-2): `US-CA`.'),
  name: z.string().optional().describe("The authority's name: `Los Angeles County`."),
  code: z.string().optional().describe("The authority's own code, as tax services print it."),
}))
export type Jurisdiction = z.infer<typeof Jurisdiction>

/** Who owes a collected tax to the authority; a marketplace facilitator is `channel`. */
export const TaxCollector = z.enum(['merchant', 'channel', 'unknown'])
export type TaxCollector = z.infer<typeof TaxCollector>

/** One tax on a line or charge: the cents that the source charged, never recomputed. */
export const TaxLine = lazyObject(() => ({
  title: z.string().describe('What the receipt calls the tax: `MwSt`, `CA State Tax`.'),
  rate: Decimal.optional().meta({
    description: 'The rate that the source states. The amount is never recomputed from it.',
    unit: 'fraction: 0.19 is 19 %',
  }),
  amount: Amount.describe('The tax as the source charged it, for all units together.'),
  included: z
    .boolean()
    .describe('Whether the price that it belongs to already contains it; else it comes on top.'),
  collectedBy: TaxCollector.describe(
    'Who owes it to the authority: the merchant, or the marketplace (`channel`) as facilitator.',
  ),
  type: z
    .string()
    .optional()
    .describe("The sort of tax in the source's words: `vat`, `sales`, `gst`."),
  jurisdiction: Jurisdiction.optional().describe('Where the tax is owed.'),
  reason: z
    .string()
    .optional()
    .describe(
      'Why this rate: `standard`, `reduced`, `zero`, `reverse-charge`, `exempt-customer`, `exempt-product`, `export`, or another word, for authorities keep adding some.',
    ),
  source: z
    .string()
    .optional()
    .describe('Who computed it: the shop itself, or the name of a tax service.'),
})).describe('One tax on a line or charge: the cents that the source charged, never recomputed.')
export type TaxLine = z.infer<typeof TaxLine>
