import {
  endStatesOf,
  fulfilmentOrderMachine,
  orderMachine,
  payoutMachine,
  printTransitions,
  refundMachine,
  reservationMachine,
  returnMachine,
  type StateMachine,
  shipmentMachine,
  transitionsOf,
} from '@canonry/model'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

// the properties ask nothing of a machine's own words
const machines = [
  orderMachine,
  fulfilmentOrderMachine,
  shipmentMachine,
  returnMachine,
  refundMachine,
  payoutMachine,
  reservationMachine,
] as unknown as readonly StateMachine<string, string>[]

describe.each(machines)('the state machine of a $name', (machine) => {
  const ends = new Set(endStatesOf(machine))

  it('never leaves an end state, and refuses without changing anything', () => {
    const events = fc.array(fc.constantFrom(...machine.events), { maxLength: 20 })
    fc.assert(
      fc.property(fc.constantFrom(...machine.initial), events, (initial, path) => {
        let state = initial
        for (const event of path) {
          const move = machine.next(state, event)
          if (move.isErr()) {
            expect(move.error).toMatchObject({ kind: 'illegal-event', state, event })
            expect(move.error.message).toBe(
              `a ${machine.name} that is ${state} takes no ${event}, so nothing changes`,
            )
            continue
          }
          expect(ends).not.toContain(state)
          expect(machine.states).toContain(move.value)
          state = move.value
        }
      }),
      { numRuns: 1000 },
    )
  })

  it('reaches every state from its first ones', () => {
    const reached = new Set(machine.initial)
    for (let size = 0; size < reached.size; ) {
      size = reached.size
      for (const { from, to } of transitionsOf(machine)) if (reached.has(from)) reached.add(to)
    }
    expect([...reached].sort()).toEqual([...machine.states].sort())
  })

  it('has an end, and a way to it from every state', () => {
    const leading = new Set(ends)
    for (const _ of machine.states) {
      for (const { from, to } of transitionsOf(machine)) if (leading.has(to)) leading.add(from)
    }
    expect(ends.size).toBeGreaterThan(0)
    expect([...leading].sort()).toEqual([...machine.states].sort())
  })
})

describe('the printed table of a state machine', () => {
  it('says what every event does in every state, and nothing where it is refused', () => {
    expect(printTransitions(orderMachine)).toBe(
      [
        '| state | place | close | reopen | cancel |',
        '| --- | --- | --- | --- | --- |',
        '| draft | placed |  |  | cancelled |',
        '| placed |  | closed |  | cancelled |',
        '| closed |  |  | placed |  |',
        '| cancelled |  |  |  |  |',
      ].join('\n'),
    )
  })

  it('is what the documentation shows', async () => {
    const tables = machines.map((machine) => {
      const ends = endStatesOf(machine).join(', ')
      return `## ${machine.name}\n\nBegins ${machine.initial.join(' or ')}; ends ${ends}.\n\n${printTransitions(machine)}\n`
    })
    const intro =
      'States down, events across; the cell is the state reached, and an empty one refuses the event without changing anything. Generated from `packages/model/src` by `vitest -u`.'
    const page = `# State machines\n\n${intro}\n\n${tables.join('\n')}`
    await expect(page).toMatchFileSnapshot('../../../docs/state-machines.md')
  })
})
