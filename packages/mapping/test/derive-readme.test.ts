import { coverage, jsonSchemaSpec, patch, provenance } from '@canonry/mapping'
import { describe, expect, it } from 'vitest'
import { receipt } from './receipt.js'

describe('what the README says to follow from a mapping', () => {
  const before = {
    number: 'T-1',
    soldAt: '2026-11-24T10:15:00+01:00',
    total: '19.9',
    paidBy: 'card' as const,
  }

  // #region derive
  const named = patch(receipt, { before, after: { ...before, cashier: 'Ada' } }, { context: {} })
  // changes   [{ kind: 'changed', entity: '/cashier', wire: [{ pointer: '/operator', value: 'Ada' }],
  //              write: 'setOperator', keys: [] }]

  const refused = patch(receipt, { before, after: { ...before, total: '20' } }, { context: {} })
  // error     [{ kind: 'read-only', entity: '/total', wire: ['/sum'] }]

  const origins = provenance(receipt, '/paidBy')
  // [{ entity: '/paidBy', wire: ['/tender'], rule: 'CASH → cash, CARD → card, CHIP → card', … }]

  const schema = { properties: { ticket_no: { type: 'string' }, drawer: { type: 'string' } } }
  const { fields } = coverage(receipt, jsonSchemaSpec(schema)._unsafeUnwrap())
  // fields    [{ pointer: '/ticket_no', state: 'mapped', … }, { pointer: '/drawer', state: 'unmapped', … }]
  // #endregion derive

  it('follows', () => {
    expect(named._unsafeUnwrap().changes).toEqual([
      {
        kind: 'changed',
        entity: '/cashier',
        wire: [{ pointer: '/operator', value: 'Ada' }],
        write: 'setOperator',
        keys: [],
      },
    ])
    expect(refused._unsafeUnwrapErr()).toEqual([
      { kind: 'read-only', entity: '/total', wire: ['/sum'] },
    ])
    expect(origins).toMatchObject([
      { entity: '/paidBy', wire: ['/tender'], rule: 'CASH → cash, CARD → card, CHIP → card' },
    ])
    expect(fields).toMatchObject([
      { pointer: '/ticket_no', state: 'mapped' },
      { pointer: '/drawer', state: 'unmapped' },
    ])
  })
})
