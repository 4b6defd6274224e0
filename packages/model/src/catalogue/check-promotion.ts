import { checkRefs } from '../entity/check-refs.js'
import type { Finding } from '../entity/finding.js'
import { findingIf, findRepeated } from '../entity/finding-if.js'
import { compareDecimals, sumDecimals } from '../value/decimal.js'
import { printMoney } from '../value/money.js'
import { percentOfRate } from '../value/rate.js'
import type { Promotion } from './promotion.js'
import { checkValidity } from './validity.js'

// what each kind of promotion cannot be reckoned without
const NEEDED: Readonly<Record<Promotion['kind'], readonly (keyof Promotion)[]>> = {
  percent: ['rate'],
  fixed: ['amount'],
  'fixed-price': ['amount'],
  'buy-x-get-y': ['buy', 'get', 'rate'],
  'free-shipping': [],
  unknown: [],
}

/**
 * What does not hold in a promotion: a kind without the value that it needs, more than all or less
 * than nothing taken off, codes twice, shares of its cost that do not make up the whole.
 */
export function checkPromotion(promotion: Promotion): Finding[] {
  return [
    ...checkRefs(promotion.refs),
    ...NEEDED[promotion.kind].flatMap((field) =>
      findingIf(promotion[field] === undefined, {
        code: 'value-missing',
        path: `/${field}`,
        message: `a ${promotion.kind} promotion without its ${field} takes off nobody knows what`,
      }),
    ),
    ...checkValues(promotion),
    ...findRepeated(promotion.codes, (_, index) => ({
      code: 'repeated-code',
      path: `/codes/${index}`,
      message: 'this code stands here twice',
    })),
    ...checkFunding(promotion),
    ...checkValidity(promotion),
  ]
}

function checkValues({ rate, amount, buy, get }: Promotion): Finding[] {
  const outside = rate !== undefined && (rate.startsWith('-') || compareDecimals(rate, '1') > 0)
  return [
    ...findingIf(outside, {
      code: 'rate-outside',
      path: '/rate',
      message: `${rate && percentOfRate(rate)} % is not between nothing and all`,
    }),
    ...(amount === undefined
      ? []
      : findingIf(amount.amount.startsWith('-'), {
          code: 'negative-amount',
          path: '/amount',
          message: `the promotion's value is ${printMoney(amount)}`,
          difference: amount,
        })),
    ...Object.entries({ buy, get }).flatMap(([field, quantity]) =>
      findingIf(quantity !== undefined && compareDecimals(quantity.value, '0') <= 0, {
        code: 'not-positive',
        path: `/${field}`,
        message: `what a customer must ${field} is not more than nothing`,
      }),
    ),
  ]
}

function checkFunding({ funding }: Promotion): Finding[] {
  const shares = funding.map(({ share }) => share)
  const total = sumDecimals(shares)
  return [
    ...findingIf(funding.length > 0 && total !== '1', {
      code: 'funding-differs',
      path: '/funding',
      message: `those who pay for the promotion bear ${percentOfRate(total)} % of it together`,
    }),
    ...shares.flatMap((share, index) =>
      findingIf(share.startsWith('-'), {
        code: 'negative-share',
        path: `/funding/${index}/share`,
        message: `a share of ${percentOfRate(share)} % is less than nothing`,
      }),
    ),
  ]
}
