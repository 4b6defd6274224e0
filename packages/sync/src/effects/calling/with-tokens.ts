import type { Connector } from '@canonry/pack'
import type { Completion } from '../../store/writes.js'
import type { OpenConnection } from './dispatching.js'

/** Outcomes of one call, with what its answer said about the system's own bucket. */
export function withTokens(
  outcomes: readonly Completion[],
  { connector }: OpenConnection,
): readonly Completion[] {
  const tokens = tokensLeft(connector)
  if (tokens === undefined) return outcomes
  return outcomes.map((outcome) => {
    const { gate } = outcome
    const isAnswer = gate?.kind === 'success' || gate?.kind === 'answer'
    return isAnswer ? { ...outcome, gate: { ...gate, tokens } } : outcome
  })
}

/** What is left in the system's own bucket; what is no number of tokens says nothing of it. */
function tokensLeft(connector: Connector): number | undefined {
  const { perSecond, burst = perSecond, callCost = 1 } = connector.limits
  try {
    const tokens: unknown = connector.tokensLeft?.()
    if (typeof tokens !== 'number' || !Number.isFinite(tokens)) return undefined
    // a bucket that is overdrawn by more than it holds would take for ever to fill
    return Math.max(tokens, -Math.max(burst, callCost))
  } catch {
    return undefined
  }
}
