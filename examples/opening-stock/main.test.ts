import { describe, expect, it } from 'vitest'
import { type Look, printLook } from './look.js'
import { openBooks } from './open-books.js'

const opened = await openBooks()
const [planned, read, approved, sold, counted] = opened.looks as [Look, Look, Look, Look, Look]

/** Numbers of the four positions: cups and lamps in the warehouse, cups and lamps in the store. */
function numbers(look: Look) {
  return {
    ledger: look.lines.map(({ ledger }) => ledger),
    shop: look.lines.map(({ shop }) => shop),
    planned: look.lines.map(({ planned: offer }) => offer),
  }
}

const TYPED = [25, 10, 5, 0]
const NOT_PLANNED = [undefined, undefined, undefined, undefined]

describe('the books of stock', () => {
  it('open with the first number of whoever owns a place, and say what the shop would be told', () => {
    // three cups were sold and four lamps received before, which the owners know of
    expect(numbers(planned)).toEqual({
      ledger: ['60', '12', '9', '12'],
      shop: TYPED,
      planned: ['59', '11', '8', '11'],
    })
    const [inWarehouse, , inStore] = planned.lines
    expect([inWarehouse?.counted, inStore?.counted]).toEqual(['08:10', '08:05'])
  })

  it('tell the shop nothing before somebody approves, whatever is sold meanwhile', () => {
    expect(numbers(read)).toEqual({
      ledger: ['60', '12', '8', '12'],
      shop: TYPED,
      planned: ['59', '11', '7', '11'],
    })
  })

  it('are approved by their scope with what is there by now, and not by the hash of what was', () => {
    expect(opened).toMatchObject({ byHash: 'outdated', byScope: 'approved' })
    expect(numbers(approved)).toEqual({
      ledger: ['60', '12', '8', '12'],
      shop: [59, 11, 7, 11],
      planned: NOT_PLANNED,
    })
  })

  it('move by what happens alone from then on: a sale, a count, a delivery', () => {
    expect(numbers(sold)).toMatchObject({ ledger: ['60', '12', '6', '12'], shop: [59, 11, 5, 11] })
    expect(numbers(counted)).toMatchObject({
      ledger: ['60', '32', '6', '10'],
      shop: [59, 31, 5, 9],
    })
    expect(opened.problems).toBe(0)
  })

  it('are printed so that a person can compare them', () => {
    expect(printLook(planned)).toMatch(/store +Espresso cup +9 +08:05 +5 +8\n/)
    expect(printLook(approved)).not.toContain('would be told')
  })
})
