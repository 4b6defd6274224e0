import type { Completion } from '../../store/writes.js'
import type { OpenConnection } from './dispatching.js'

/** Outcomes of one call, with what its answer said about the system's own bucket. */
export function withTokens(
  outcomes: readonly Completion[],
  { connector }: OpenConnection,
): readonly Completion[] {
  const tokens = connector.tokensLeft?.()
  if (tokens === undefined) return outcomes
  return outcomes.map((outcome) => {
    const { gate } = outcome
    const isAnswer = gate?.kind === 'success' || gate?.kind === 'answer'
    return isAnswer ? { ...outcome, gate: { ...gate, tokens } } : outcome
  })
}
