import type { Failure, Intent, PushOutcome } from '@canonry/pack'
import { changeOf, type PreparedChange } from './change-of.js'
import { batchKey } from './keys.js'
import { judgeLate } from './late.js'
import { confirmedAs, insideOf } from './made-change.js'
import { listAt } from './source.js'
import type { SquareAnswer } from './square-client.js'
import { linkBySku } from './variations.js'
import type { Writing } from './writing.js'

const PATH = 'inventory/changes/batch-create'

/**
 * Changes stock: all intents in one call, each with an outcome of its own.
 *
 * Square takes a batch whole or not at all. One that it refuses for what stands in it is halved until
 * each part goes through or is a single change, so that a bad change stops no good one. A part that
 * is sent again has the same key, and Square answers what it answered before.
 *
 * What is late is judged by what Square has heard since, and sent by itself.
 */
export async function pushChanges(
  intents: readonly Intent[],
  writing: Writing,
): Promise<readonly PushOutcome[]> {
  const outcomes = new Map<string, PushOutcome>()
  const changes: PreparedChange[] = []
  const linked = await linkBySku(intents, writing)
  linked.forEach((result, index) => {
    const prepared = result.andThen((intent) =>
      changeOf(intent, { account: writing.account, now: writing.now() }),
    )
    const { key = '' } = intents[index] ?? {}
    prepared.match(
      (change) => void changes.push(change),
      (failure) => void outcomes.set(key, { kind: 'failed', failure }),
    )
  })
  await send(changes.filter(isInTime), { writing, outcomes })
  await sendLate(
    changes.filter((change) => !isInTime(change)),
    { writing, outcomes },
  )
  return intents.map(({ key }) => outcomes.get(key) ?? NOT_TOLD)
}

const NOT_TOLD: PushOutcome = { kind: 'unknown', message: 'Square did not say what became of it' }

interface Sending {
  readonly writing: Writing
  readonly outcomes: Map<string, PushOutcome>
}

function isInTime({ isOld, intent }: PreparedChange): boolean {
  return !isOld && intent.late !== true
}

/**
 * One by one, each under a key that is its own for ever: of a change that is sent again as of another
 * moment, because its answer was lost, Square then says that it has heard of it.
 */
async function sendLate(changes: readonly PreparedChange[], sending: Sending): Promise<void> {
  const { writing, outcomes } = sending
  const judged = await judgeLate(changes, writing)
  for (const [index, verdict] of judged.entries()) {
    const { intent } = changes[index] as PreparedChange
    if ('outcome' in verdict) outcomes.set(intent.key, verdict.outcome)
    else {
      await send([verdict.change], sending)
      const outcome = outcomes.get(intent.key)
      if (outcome?.kind === 'failed' && outcome.failure.kind === 'integrity')
        outcomes.set(intent.key, HEARD_BEFORE)
    }
  }
}

const HEARD_BEFORE: PushOutcome = {
  kind: 'unknown',
  message: 'Square has heard of this change before, as of another moment',
}

async function send(changes: readonly PreparedChange[], sending: Sending): Promise<void> {
  if (changes.length === 0) return
  const { writing, outcomes } = sending
  const answer = await writing.call({ path: PATH, body: batchOf(changes) })
  if (answer.isOk()) {
    for (const change of changes)
      outcomes.set(change.intent.key, outcomeOf(change, answer.value, writing))
    return
  }
  if (changes.length > 1 && isAboutContent(answer.error)) {
    const half = Math.ceil(changes.length / 2)
    await send(changes.slice(0, half), sending)
    await send(changes.slice(half), sending)
    return
  }
  for (const { intent } of changes) outcomes.set(intent.key, failedOf(answer.error))
}

function batchOf(changes: readonly PreparedChange[]): object {
  return {
    idempotency_key: batchKey(changes.map(({ intent }) => intent)),
    changes: inOneOrder(changes).map(({ bodyAt, occurredAt }) => bodyAt(occurredAt)),
    // Square would drop a recount that finds what it has, and nobody could tell it from one that is lost
    ignore_unchanged_counts: false,
  }
}

// one key stands for one body, so that the order in which effects come must not show in it
function inOneOrder(changes: readonly PreparedChange[]): readonly PreparedChange[] {
  return [...changes].sort((a, b) => (a.reference < b.reference ? -1 : 1))
}

const ABOUT_CONTENT: readonly Failure['kind'][] = [
  'conflict.version',
  'contract.invalid',
  'dependency.missing',
  'business.rejected',
]

function isAboutContent({ kind }: Failure): boolean {
  return ABOUT_CONTENT.includes(kind)
}

function failedOf(failure: Failure): PushOutcome {
  return failure.kind === 'transient.unknown'
    ? { kind: 'unknown', message: failure.message }
    : { kind: 'failed', failure }
}

function outcomeOf(
  change: PreparedChange,
  answer: SquareAnswer | undefined,
  { account }: Writing,
): PushOutcome {
  const made = listAt(answer, '/changes').find(
    (found) => insideOf(found, '/reference_id') === change.reference,
  )
  return made === undefined ? NOT_TOLD : confirmedAs(change, { made, account })
}
