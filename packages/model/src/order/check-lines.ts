import type { Finding } from '../entity/finding.js'
import { refKey } from '../entity/ref-key.js'
import { compareDecimals } from '../value/decimal.js'
import { unitDigits } from '../value/quantity.js'
import type { Order } from './order.js'
import { type OrderLine, openUnits } from './order-line.js'

/** Lines with impossible counters or measures, lines named twice, and components without a bundle. */
export function checkLines(order: Order): Finding[] {
  return [
    ...order.lines.flatMap((line, index) => [
      ...checkCounters(line, `/lines/${index}/quantity`),
      ...checkUnit(line, `/lines/${index}`),
    ]),
    ...checkNames(order),
    ...checkParents(order),
  ]
}

function checkCounters(line: OrderLine, path: string): Finding[] {
  const { ordered, cancelled, fulfilled, returned } = line.quantity
  const findings: Finding[] = []
  for (const [name, value] of Object.entries(line.quantity)) {
    if (compareDecimals(value, '0') < 0) {
      findings.push({ code: 'negative-counter', path, message: `${name} is ${value}` })
    }
  }
  if (compareDecimals(cancelled, ordered) > 0) {
    const message = `${cancelled} units are cancelled of ${ordered} ordered`
    findings.push({ code: 'over-cancelled', path, message })
  } else if (compareDecimals(openUnits(line), '0') < 0) {
    const message = `${fulfilled} units were sent and ${cancelled} cancelled of ${ordered} ordered`
    findings.push({ code: 'over-fulfilled', path, message })
  }
  if (compareDecimals(returned, fulfilled) > 0) {
    const message = `${returned} units came back of ${fulfilled} sent`
    findings.push({ code: 'over-returned', path, message })
  }
  return findings
}

function checkUnit({ unit, measured, quantity }: OrderLine, path: string): Finding[] {
  const findings: Finding[] = []
  const tooFine = (value: string) =>
    unit !== undefined && (value.split('.')[1]?.length ?? 0) > unitDigits(unit)
  for (const [name, value] of Object.entries(quantity)) {
    if (!tooFine(value)) continue
    const message = `${name} is ${value}, which is no number of the unit ${unit}`
    findings.push({ code: 'fraction-of-unit', path: `${path}/quantity`, message })
  }
  if (measured && compareDecimals(measured.value, '0') < 0) {
    const message = `the goods measure ${measured.value} ${measured.unit}, which is less than nothing`
    findings.push({ code: 'negative-measure', path: `${path}/measured`, message })
  }
  return findings
}

function checkNames({ lines }: Order): Finding[] {
  const seen = new Set<string>()
  return lines.flatMap(({ ref }, index) => {
    const key = refKey(ref)
    if (!seen.has(key)) {
      seen.add(key)
      return []
    }
    const message = `two lines are named ${ref.id}, so nothing can tell which one was sent or refunded`
    return [{ code: 'duplicate-line', path: `/lines/${index}/ref`, message }]
  })
}

function checkParents({ lines }: Order): Finding[] {
  const byKey = new Map(lines.map((line) => [refKey(line.ref), line]))
  return lines.flatMap(({ parent }, index) => {
    if (parent === undefined) return []
    const bundle = byKey.get(refKey(parent))
    // one level: a bundle that is itself a component would be counted through its own parent
    if (bundle && bundle.parent === undefined) return []
    const message = bundle
      ? `the line belongs to ${parent.id}, which is itself a part of another bundle`
      : `the line belongs to ${parent.id}, which is no line of this order`
    return [{ code: 'unknown-parent', path: `/lines/${index}/parent`, message }]
  })
}
