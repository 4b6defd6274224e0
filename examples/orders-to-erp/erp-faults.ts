import type { Env } from '@canonry/pack'
import type { Fault } from '@canonry/pack-netsuite/simulator'
import type { RunArguments } from './arguments.js'
import type { Timetable } from './timetable.js'

/** What goes wrong with calls to the ERP, and how often it did. */
export interface ErpFaults {
  readonly counts: Readonly<Record<string, number>>
  next(request: Request): Fault | undefined
}

const BUSY: Fault = { kind: 'answer', status: 429, headers: { 'retry-after': '2' }, body: '{}' }
const DOWN: Fault = { kind: 'answer', status: 503, body: '<html>Service Unavailable</html>' }

/** What the misfortune of the ERP follows from. */
interface Misfortune {
  readonly run: RunArguments
  readonly env: Env
  readonly timetable: Timetable
}

/**
 * Calm without chaos; with it, about one write in eight is refused, fails or loses its answer. In an
 * outage nothing is answered at all.
 */
export function createErpFaults({ run, env, timetable }: Misfortune): ErpFaults {
  const { chaos, seed } = run
  const { from, to } = timetable.outage ?? { from: 0, to: 0 }
  const began = env.now()
  const counts = {
    'asked in vain in its outage': 0,
    'busy (429)': 0,
    'unavailable (503)': 0,
    'answer lost after the write': 0,
  }
  let state = seed >>> 0
  const chance = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 4_294_967_296
  }
  return {
    counts,
    next({ method }) {
      const since = env.now() - began
      if (since >= from && since < to) return count('asked in vain in its outage', DOWN)
      if (!chaos) return undefined
      const draw = chance()
      if (draw < 0.03) return count('busy (429)', BUSY)
      if (draw < 0.05) return count('unavailable (503)', DOWN)
      if (draw < 0.13 && method === 'PUT') {
        return count('answer lost after the write', { kind: 'lose-answer' })
      }
      return undefined
    },
  }

  function count(kind: keyof typeof counts, fault: Fault): Fault {
    counts[kind] += 1
    return fault
  }
}

/** Stands for an answer that was dropped on the way. */
export const DROPPED: unique symbol = Symbol('dropped')

/** Answers a request; a connection that the simulator breaks becomes {@link DROPPED}. */
export async function answerFault(
  fetch: (request: Request) => Response | Promise<Response>,
  request: Request,
): Promise<Response | typeof DROPPED> {
  try {
    return await fetch(request)
  } catch {
    return DROPPED
  }
}
