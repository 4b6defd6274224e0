import {
  absent,
  cases,
  constant,
  from,
  mapping,
  maybe,
  nullable,
  percent,
  text,
} from '@canonry/mapping'
import { TaxLine } from '@canonry/model'
import { carriedIn } from '../wire/carried.js'
import { WireAppliedTax } from '../wire/tax.js'
import { amount } from './money.js'

/** The part of a tax that falls on a line or charge: the cents that Square applied. */
export const taxMapping = mapping({
  system: 'square',
  entity: 'TaxLine',
  wire: WireAppliedTax,
  canonical: TaxLine,
  map: ($) => ({
    title: from($.tax.name, text),
    rate: maybe($.tax.percentage, percent),
    amount: amount($.applied_money),
    included: nullable(
      $.tax.type,
      cases(['ADDITIVE', false], ['INCLUSIVE', true], ['UNKNOWN_TAX', false], [null, false]),
    ),
    collectedBy: constant('merchant'),
    type: absent('Square says whether a tax is in the price, not which sort it is'),
    jurisdiction: absent('the title says it in words'),
    reason: absent('Square states no reasons'),
    source: absent('Square does not say who computed it'),
  }),
  preserve: ($) => carriedIn($, 'uid tax_uid'),
})
