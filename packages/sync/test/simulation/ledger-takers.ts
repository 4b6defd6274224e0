import { compareDecimals, type StockPosition } from '@canonry/model'
import type { Sync } from '@canonry/sync'
import type { Expectation, SimulatedSystem, Step, WorldPorts } from '@canonry/sync/testing'
import { positionRef } from '../world/ledger.js'

const SHELVES = ['left', 'right'] as const
const OPENING = 12
// several come at the same moment, so that one is faster than another
const CROWDS = 3
const IN_A_CROWD = 4

/** People who take goods off two shelves at once, while they wait for the answer. */
export interface Takers {
  /** The steps of a world, with the takers in between. */
  readonly steps: readonly Step[]
  /** What the ERP, which is told of the shelves, must say in the end. */
  expected(erp: SimulatedSystem): readonly Expectation[]
}

/** How many units were moved for sure, and how many may have been: an answer can be lost. */
interface Tally {
  sure: number
  maybe: number
}

/**
 * Lets people fill two shelves with the same, and take the same off both, none below nothing.
 *
 * Whoever gets no answer asks again, and may have been given twice: that is theirs to know. What must
 * hold is that no shelf ever falls below nothing, that both hold the same, and that what was answered
 * happened.
 */
export function withTakers(steps: readonly Step[], ports: WorldPorts): Takers {
  const put: Tally = { sure: 0, maybe: 0 }
  const taken: Tally = { sure: 0, maybe: 0 }
  const filling: Step = {
    name: 'somebody fills the shelves',
    act: () =>
      ports.ask({
        name: 'fills the shelves',
        ask: (sync) => move(sync, { by: OPENING, tally: put }),
      }),
  }
  const crowds = Array.from({ length: CROWDS }, (_, crowd): Step => {
    const wishes = Array.from({ length: IN_A_CROWD }, (_, index) => {
      const by = 1 + Math.floor(ports.random() * 4)
      const ask = (sync: Sync) => move(sync, { by: -by, tally: taken })
      return { name: `take ${by} (${crowd}/${index})`, ask }
    })
    return { name: `crowd ${crowd} comes`, act: () => wishes.forEach(ports.ask) }
  })
  const mixed = [filling, ...crowds].reduce<readonly Step[]>((before, step) => {
    const place = Math.floor(ports.random() * (before.length + 1))
    return before.toSpliced(place, 0, step)
  }, steps)
  return { steps: mixed, expected: (erp) => shelvesIn(erp, { put, taken }) }
}

async function move(
  sync: Sync,
  { by, tally }: { readonly by: number; readonly tally: Tally },
): Promise<boolean> {
  const units = Math.abs(by)
  tally.maybe += units
  const documents = SHELVES.map((id) => ({
    resource: 'posting@ledger',
    key: id,
    document: { id, by: `${by}` },
  }))
  const answer = await sync.add('ledger', {
    documents,
    admit: (sums) =>
      sums.some(({ after }) => compareDecimals(after['sellable'] as string, '0') < 0)
        ? 'the shelf is empty'
        : undefined,
  })
  if (answer.isOk()) tally.sure += units
  else tally.maybe -= units
  // who came before the shelves were filled comes again
  return answer.isOk() || (answer.error.kind === 'refused' && tally.sure > 0)
}

function shelvesIn(
  system: SimulatedSystem,
  { put, taken }: { readonly put: Tally; readonly taken: Tally },
): readonly Expectation[] {
  const held = new Set<string>()
  return SHELVES.filter(() => put.sure > 0).map((id) => ({
    system,
    source: positionRef(id),
    state: 'present',
    differs: (body) => {
      const { sellable } = body as StockPosition
      held.add(sellable)
      if (held.size > 1) return `the shelves hold ${[...held].join(' and ')}`
      const left = Number(sellable)
      const [least, most] = [Math.max(0, put.sure - taken.maybe), put.maybe - taken.sure]
      return left < least || left > most ? `${left} are left, not ${least} to ${most}` : undefined
    },
  }))
}
