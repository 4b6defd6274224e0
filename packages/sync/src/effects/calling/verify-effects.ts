import type { VerifyOutcome } from '@canonry/pack'
import type { Effect } from '../effect.js'
import { settleVerify } from '../settling/settle.js'
import { type Dispatching, type OpenConnection, record } from './dispatching.js'
import { recordOutcomes } from './give-way.js'
import { inTime } from './in-time.js'
import { inTurn, noteRest } from './in-turn.js'
import { classifySafely, knownList } from './known-answer.js'
import { knownVerify } from './known-outcome.js'
import { linksOf } from './links-of.js'
import { observeAgain } from './observe-again.js'
import { tooEarly } from './read-back.js'
import { intentOf, settlingOf } from './send-effects.js'
import { withTokens } from './with-tokens.js'

/** Reads back effects of one connection whose outcome is unknown, and records what it finds. */
export async function verifyEffects(
  dispatching: Dispatching,
  { to, effects: leased }: { to: OpenConnection; effects: readonly Effect[] },
): Promise<void> {
  const early = tooEarly(dispatching, { to, effects: leased })
  await record(dispatching, early)
  const later = new Set(early.map(({ row }) => row.key))
  const effects = leased.filter(({ key }) => !later.has(key))
  if (effects.length === 0) return
  const links = await linksOf(dispatching, { to, effects })
  if (!links) return
  const outcomes = await inTurn(dispatching, { to, effects }, async () => {
    const answered = await verify()
    noteRest(dispatching, { to, outcomes: answered.map(knownVerify) })
    return answered
  })
  if (!outcomes) return
  const settle = (effect: Effect, index: number) =>
    settleVerify(effect, knownVerify(outcomes[index]), settlingOf(dispatching, to))
  const overtaken = effects.filter((_, index) => outcomes[index]?.kind === 'conflict')
  await observeAgain(dispatching, { to, effects: overtaken, links })
  const settled = effects.map(settle)
  for (const { row } of settled)
    if (row.state !== 'unknown') dispatching.readableFrom.delete(row.key)
  await recordOutcomes(dispatching, { effects, outcomes: withTokens(settled, to) })

  async function verify(): Promise<readonly VerifyOutcome[]> {
    const { connector } = to
    try {
      const intents = effects.map((effect) => intentOf(effect, { links: links ?? {} }))
      return knownList(await inTime(dispatching.env, () => connector.verify(intents)))
    } catch (problem) {
      const failure = classifySafely(connector, problem)
      return effects.map(() => ({ kind: 'failed', failure }))
    }
  }
}
