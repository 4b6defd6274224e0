import type { Failure } from '@canonry/pack'
import type { Envelope, Published, Transport, TransportFailure } from '@canonry/sync'
import { errAsync, okAsync } from 'neverthrow'

/** What the scripted transport does with the next message, or with the next opening. */
export type Turn =
  | { readonly kind: 'lose-answer' }
  | { readonly kind: 'lose-message' }
  | { readonly kind: 'duplicate' }
  | { readonly kind: 'forget' }
  | { readonly kind: 'throw' }
  | { readonly kind: 'reject'; readonly failure: Failure }
  | { readonly kind: 'closed'; readonly failure: TransportFailure }

/** A transport that does what it is told, first come first served; everything else is accepted. */
export interface ScriptedTransport extends Transport {
  readonly turns: Turn[]
  /** What whoever listens has received, in this order. */
  readonly received: Envelope[]
  /** Everything that was published, whatever became of it. */
  readonly tried: Envelope[]
}

export function scriptedTransport({ maxBatch = 10 } = {}): ScriptedTransport {
  const turns: Turn[] = []
  const received: Envelope[] = []
  const tried: Envelope[] = []
  return {
    name: 'scripted',
    turns,
    received,
    tried,
    capabilities: {
      publishes: true,
      pulls: false,
      order: 'key',
      dedupeMs: 0,
      countsDeliveries: false,
      delays: false,
      extends: false,
      maxBatch,
      maxBytes: 1_000_000,
    },
    open: () => {
      const [turn] = turns
      if (turn?.kind !== 'closed') return okAsync(undefined)
      turns.shift()
      return errAsync(turn.failure)
    },
    publish: async (batch) => batch.flatMap((envelope) => publish(envelope) ?? []),
    pull: () => okAsync([]),
    acknowledge: () => okAsync([]),
    close: () => okAsync(undefined),
  }

  function publish(envelope: Envelope): Published | undefined {
    tried.push(envelope)
    const turn = turns.shift()
    if (turn?.kind === 'throw') throw new TypeError('a secret is in here')
    if (turn?.kind === 'reject') return { kind: 'rejected', failure: turn.failure }
    if (turn?.kind === 'duplicate') return { kind: 'duplicate' }
    if (turn?.kind === 'forget') return undefined
    if (turn?.kind === 'lose-message') return { kind: 'unknown', message: 'no answer' }
    received.push(envelope)
    if (turn?.kind === 'lose-answer') return { kind: 'unknown', message: 'no answer' }
    return { kind: 'accepted' }
  }
}
