import { describe, expect, it } from 'vitest'
import { type Outage, outageWentWell, reportOutage, tellOutage, type Way } from './outage-report.js'

const MINUTE = 60_000
const window = { from: 60 * MINUTE, to: 180 * MINUTE }

/** An order a minute for four hours; each is heard of and booked when the given functions say. */
function ordersOf(delay: number, bookedAt: (at: number) => number): Way[] {
  return Array.from({ length: 240 }, (_, minute) => {
    const at = minute * MINUTE
    const ref = { system: 'shopify', account: 'acme', kind: 'Order', id: `${minute}` }
    return { ref, at, heardAt: at + delay, bookedAt: bookedAt(at) }
  })
}

function outageOf(delay: number, change: Partial<Outage> = {}): Outage {
  const orders = ordersOf(delay, (at) => Math.max(at, window.to) + MINUTE)
  const tickets = ordersOf(delay, (at) => Math.max(at, window.to) + 2 * MINUTE)
  return { window, orders, tickets, told: 3, failed: [], ...change }
}

describe('the report on an outage of the ERP', () => {
  it('judges what came in until half an hour before its end', () => {
    const report = reportOutage(outageOf(MINUTE))
    expect(report).toMatchObject({ minutes: 120, latest: 1, unheard: [] })
    expect(report.heard).toEqual({ orders: 90, tickets: 90 })
    expect(outageWentWell(report)).toBe(true)
    expect(tellOutage(report).join('\n')).not.toContain('busy')
  })

  it('names what was heard of only after it', () => {
    const orders = ordersOf(MINUTE, () => 200 * MINUTE).map((way) =>
      way.at === 100 * MINUTE ? { ...way, heardAt: window.to } : way,
    )
    const report = reportOutage(outageOf(MINUTE, { orders }))
    expect(report.unheard).toEqual(['Order 100'])
    expect(outageWentWell(report)).toBe(false)
  })

  it('judges nothing that came in so late before its end as a busy machine hears of orders at other times', () => {
    const report = reportOutage(outageOf(80 * MINUTE))
    expect(report).toMatchObject({ latest: 80, unheard: [] })
    expect(report.heard).toEqual({ orders: 40, tickets: 40 })
    expect(outageWentWell(report)).toBe(true)
    expect(tellOutage(report).join('\n')).toContain(
      '80  minutes late an order was heard of at another time',
    )
  })

  it('says that it judges nothing where everything was heard of that late', () => {
    const report = reportOutage(outageOf(121 * MINUTE))
    expect(report.heard).toEqual({ orders: 0, tickets: 0 })
    expect(tellOutage(report).at(-1)).toBe('the outage cannot be judged on so busy a machine')
  })

  it.each<[string, Partial<Outage>]>([
    ['something failed instead of waiting', { failed: ['business-rejected: no'] }],
    ['the shop was never told its stock', { told: 0 }],
    ['tickets were booked before orders', { tickets: ordersOf(MINUTE, () => window.to) }],
  ])('went wrong where %s', (_, change) => {
    expect(outageWentWell(reportOutage(outageOf(MINUTE, change)))).toBe(false)
  })
})
