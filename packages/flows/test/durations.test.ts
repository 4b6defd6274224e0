import { describe, expect, it } from 'vitest'
import { orderToErp, shipmentsToTills, stockToShops, ticketsToErp } from '../src/index.js'
import { erp, shop, stock } from './stock/ledger.js'

describe('a ready flow', () => {
  it('refuses a time that is no duration when it is made, and not when it decides', () => {
    const sla = '5 minutes'
    for (const make of [
      () => orderToErp({ from: [shop], to: erp, sla }),
      () => ticketsToErp({ from: [shop], to: erp, sla }),
      () => stockToShops({ stock, to: [shop], sla }),
      () => shipmentsToTills({ stock, from: [shop], to: [erp], ships: 'web', within: sla }),
    ]) {
      expect(make).toThrow(/"5 minutes" is not a duration/)
    }
  })
})
