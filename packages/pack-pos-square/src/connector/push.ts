import type { Ref } from '@canonry/model'
import type { Failure, Intent, PushOutcome } from '@canonry/pack'
import { valueAt } from '@canonry/pack'
import { changeOf, type PreparedChange } from './change-of.js'
import { batchKey } from './keys.js'
import { listAt, type Source, textIn } from './source.js'
import type { SquareAnswer } from './square-client.js'
import { type Linking, linkBySku } from './variations.js'

/** What writing needs. */
export interface Writing extends Source, Linking {
  now(): number
}

const PATH = 'inventory/changes/batch-create'

/**
 * Changes stock: all intents in one call, each with an outcome of its own.
 *
 * Square takes a batch whole or not at all. One that it refuses for what stands in it is halved until
 * each part goes through or is a single change, so that a bad change stops no good one. A part that
 * is sent again has the same key, and Square answers what it answered before.
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
  await send(changes, { writing, outcomes })
  return intents.map(({ key }) => outcomes.get(key) ?? NOT_TOLD)
}

const NOT_TOLD: PushOutcome = { kind: 'unknown', message: 'Square did not say what became of it' }

interface Sending {
  readonly writing: Writing
  readonly outcomes: Map<string, PushOutcome>
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
    changes: inOneOrder(changes).map(({ body }) => body),
    // Square would drop a recount that finds what it has, and nobody could tell it from one that is lost
    ignore_unchanged_counts: false,
  }
}

// one key stands for one body, so that the order in which effects come must not show in it
function inOneOrder(changes: readonly PreparedChange[]): readonly PreparedChange[] {
  return [...changes].sort((a, b) => (a.reference < b.reference ? -1 : 1))
}

const ABOUT_CONTENT: readonly Failure['kind'][] = [
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
  if (made === undefined) return NOT_TOLD
  const version = insideOf(made, '/created_at')
  return {
    kind: 'confirmed',
    ref: refOfChange(change, { made, account }),
    ...(version && { version }),
  }
}

/** A value of whichever change stands in an answer. */
export function insideOf(change: unknown, pointer: string): string {
  return textIn(change, `/adjustment${pointer}`) || textIn(change, `/physical_count${pointer}`)
}

/** What a change that Square made is called. */
export function refOfChange(
  { intent, variation, location }: PreparedChange,
  { made, account }: { readonly made: unknown; readonly account: string },
): Ref {
  const own = { system: 'square', account }
  // a position is known by what it counts and where, not by who counted it last
  if (intent.entity === 'stockPosition') {
    return { ...own, kind: 'InventoryCount', id: `${variation}:${location}` }
  }
  return { ...own, kind: 'InventoryAdjustment', id: textIn(valueAt(made, '/adjustment'), '/id') }
}
