import type { Finding } from '../entity/finding.js'
import { refKey } from '../entity/ref-key.js'
import { compareDecimals } from '../value/decimal.js'
import type { LineUnits } from './fulfilment-order.js'

/** Lines of work or of a parcel without units, and lines that are named twice. */
export function checkLineUnits(lines: readonly LineUnits[], path = '/lines'): Finding[] {
  const seen = new Set<string>()
  return lines.flatMap(({ line, quantity }, index) => {
    const findings: Finding[] = []
    const key = refKey(line)
    if (compareDecimals(quantity, '0') <= 0) {
      const message = `${quantity} units of line ${line.id} are listed, where at least some must be`
      findings.push({ code: 'no-units', path: `${path}/${index}/quantity`, message })
    }
    if (seen.has(key)) {
      const message = `line ${line.id} is listed twice, so its units may be counted twice`
      findings.push({ code: 'duplicate-line', path: `${path}/${index}/line`, message })
    }
    seen.add(key)
    return findings
  })
}
