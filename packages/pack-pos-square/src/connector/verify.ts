import { compareDecimals, decimalOf } from '@canonry/model'
import type { Failure, Intent, VerifyOutcome } from '@canonry/pack'
import type { Result } from 'neverthrow'
import { changeOf, type PreparedChange } from './change-of.js'
import { changesSince, insideOf, refOfChange } from './made-change.js'
import { linkBySku } from './variations.js'
import type { Writing } from './writing.js'

/** Whether changes of stock were made: each is looked for under its name among those of its place. */
export async function verifyChanges(
  intents: readonly Intent[],
  writing: Writing,
): Promise<readonly VerifyOutcome[]> {
  const outcomes: VerifyOutcome[] = []
  for (const linked of await linkBySku(intents, writing)) {
    outcomes.push(
      linked.isErr()
        ? { kind: 'failed', failure: linked.error }
        : await verifyOne(linked.value, writing),
    )
  }
  return outcomes
}

async function verifyOne(intent: Intent, writing: Writing): Promise<VerifyOutcome> {
  const { account } = writing
  // that it is too old by now says nothing of whether it was made in time
  const change = changeOf(intent, { account, now: momentFor(intent, writing) })
  if (change.isErr()) return { kind: 'failed', failure: change.error }
  const made = await findChange(change.value, writing)
  if (made.isErr()) return { kind: 'failed', failure: made.error }
  if (made.value === undefined) return { kind: 'not-applied' }
  const quantity = decimalOf(insideOf(made.value, '/quantity')) ?? '0'
  if (compareDecimals(quantity, change.value.quantity) !== 0) {
    return { kind: 'conflict', message: `Square has ${quantity} under the name of this change` }
  }
  const version = insideOf(made.value, '/created_at')
  const ref = refOfChange(change.value, { made: made.value, account })
  return { kind: 'applied', ref, ...(version && { version }) }
}

function momentFor({ body }: Intent, { now }: Writing): number {
  const { at, occurredAt } = (body ?? {}) as { at?: unknown; occurredAt?: unknown }
  const moment = Date.parse(String(at ?? occurredAt))
  return Number.isNaN(moment) ? now() : Math.min(moment, now())
}

async function findChange(
  { occurredAt, reference, ...place }: PreparedChange,
  { call }: Writing,
): Promise<Result<unknown, Failure>> {
  const found = await changesSince(occurredAt, { places: [place], call })
  return found.map((all) => all.find((change) => insideOf(change, '/reference_id') === reference))
}
