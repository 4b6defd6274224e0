import type { PushOutcome } from '@canonry/pack'
import { isShut } from '../connection-gate.js'
import type { Effect } from '../effect.js'
import { POLICIES } from '../settling/policy.js'
import { failureIn } from '../settling/settle.js'
import { isLastTry } from '../settling/settle-failure.js'
import { type Dispatching, type OpenConnection, persist } from './dispatching.js'

/** Effects that were pushed together, and what came of each. */
interface Tried {
  readonly to: OpenConnection
  readonly effects: readonly Effect[]
  readonly outcomes: readonly PushOutcome[]
}

/**
 * Whether nothing gets through to a connection, as its gate knows; asked only where an effect would
 * give up because of it.
 */
export async function isOutOfReach(
  dispatching: Dispatching,
  { to, effects, outcomes }: Tried,
): Promise<boolean> {
  const isLast = effects.some((effect, index) => {
    const outcome = outcomes[index]
    const failure = outcome && failureIn(outcome)
    const policy = failure && POLICIES[failure.kind]
    const isDown = policy && 'limit' in policy && policy.connection === 'down'
    return isDown && isLastTry({ effect, failure }, policy)
  })
  if (!isLast) return false
  const gates = await persist(dispatching, () =>
    dispatching.store.query<'gates'>({ kind: 'gates' }),
  )
  const gate = gates?.[to.connection.id]
  return gate !== undefined && isShut(gate)
}
