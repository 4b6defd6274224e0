import type { StockPosition } from '@canonry/model'
import type { Connection, Intent, PushOutcome, VerifyOutcome } from '@canonry/pack'
import { DEPOT_CAPABILITIES, depotWith } from '../../sync/depot.js'
import { LostAnswer } from '../lost-answer.js'
import type { Handle, Look } from '../peer.js'
import { Refused } from '../refused.js'

/** A shop whose calls are a handler's, and that can be read back. */
export function createShop(
  id: string,
  { handle, look, bulk = 100 }: { handle: Handle; look: Look; bulk?: number },
): Connection {
  const refOf = ({ source }: Intent) => ({ ...source, account: id })
  const push = async (intent: Intent): Promise<PushOutcome> => {
    try {
      await handle(keyOf(intent), versionOf(intent))
      return { kind: 'confirmed', ref: refOf(intent) }
    } catch (problem) {
      const message = problem instanceof Error ? problem.message : 'unexpected'
      if (problem instanceof LostAnswer) return { kind: 'unknown', message }
      const kind = problem instanceof Refused ? 'business.rejected' : 'transient.definite'
      return { kind: 'failed', failure: { kind, message } }
    }
  }
  const verify = (intent: Intent): VerifyOutcome =>
    look(keyOf(intent), versionOf(intent))
      ? { kind: 'applied', ref: refOf(intent) }
      : { kind: 'not-applied' }
  return depotWith(id, {
    push: (intents) => Promise.all(intents.map(push)),
    verify: async (intents) => intents.map(verify),
    capabilities: { ...DEPOT_CAPABILITIES, bulk },
  })
}

// what happened is named by its key and its version
function keyOf({ source }: Intent): string {
  return source.id.split('-')[0] ?? source.id
}

function versionOf({ body }: Intent): number {
  return Number((body as StockPosition).sellable)
}
