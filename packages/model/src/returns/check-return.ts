import { checkRefs } from '../entity/check-refs.js'
import type { Finding } from '../entity/finding.js'
import { compareDecimals } from '../value/decimal.js'
import type { Return, ReturnLine } from './return.js'

/** What does not hold in a return: impossible counters, goods counted before they could arrive, an exchange for nothing. */
export function checkReturn(given: Return): Finding[] {
  return [
    ...checkRefs(given.refs),
    ...given.lines.flatMap((line, index) => checkCounters(line, `/lines/${index}`)),
    ...checkReceipt(given),
    ...checkExchange(given),
  ]
}

function checkCounters({ quantity, fee }: ReturnLine, path: string): Finding[] {
  const { announced, received } = quantity
  const findings: Finding[] = []
  const found = (code: string, place: string, message: string) =>
    findings.push({ code, path: `${path}${place}`, message })
  for (const [name, value] of Object.entries(quantity)) {
    if (compareDecimals(value, '0') < 0) {
      found('negative-counter', '/quantity', `${name} is ${value}`)
    }
  }
  if (compareDecimals(received, announced) > 0) {
    found(
      'over-received',
      '/quantity',
      `${received} units arrived where ${announced} were announced`,
    )
  }
  if (fee && compareDecimals(fee.shop.amount, '0') < 0) {
    const message = `the fee is ${fee.shop.amount}, so it would be paid out instead of kept back`
    findings.push({ code: 'negative-fee', path: `${path}/fee`, message, difference: fee.shop })
  }
  return findings
}

const BEFORE_RECEIPT: readonly Return['state'][] = [
  'requested',
  'approved',
  'declined',
  'cancelled',
]

function checkReceipt({ state, lines }: Return): Finding[] {
  if (!BEFORE_RECEIPT.includes(state)) return []
  return lines.flatMap(({ quantity, disposition }, index) => {
    const { received } = quantity
    const early = compareDecimals(received, '0') > 0
    // goods that the buyer keeps or that never come are decided without a receipt
    const decided = disposition && !['keep', 'missing', 'unknown'].includes(disposition)
    if (!early && !decided) return []
    const what = early ? `${received} units are counted as received` : `${disposition} is decided`
    const message = `the return is ${state}, and yet ${what}`
    return [{ code: 'received-too-early', path: `/lines/${index}`, message }]
  })
}

function checkExchange({ outcome, exchange }: Return): Finding[] {
  const findings: Finding[] = (exchange?.lines ?? []).flatMap(({ quantity }, index) =>
    compareDecimals(quantity, '0') > 0
      ? []
      : [
          {
            code: 'no-units',
            path: `/exchange/lines/${index}/quantity`,
            message: `${quantity} units are given in exchange, where at least some must be`,
          },
        ],
  )
  const money = outcome === 'refund' || outcome === 'store-credit'
  if (exchange && exchange.lines.length > 0 && money) {
    const message = `the outcome is ${outcome}, and yet goods are given in exchange`
    findings.push({ code: 'outcome-differs', path: '/outcome', message })
  }
  return findings
}
