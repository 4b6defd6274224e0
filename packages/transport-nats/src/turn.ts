import type { Delivery, Envelope } from '@canonry/sync'
import type { Place } from './ack-subject.js'

/** A message that came in a turn. */
export interface Came {
  readonly envelope: Envelope
  /** Where it is acknowledged. */
  readonly reply: string
  readonly place: Place
  /** Until then it is held for sure. */
  heldUntil: number
}

/** What a delivery is acknowledged by. */
export interface Receipt {
  readonly turn: Turn
  readonly came: Came
}

/**
 * The right to work on one partition, for one batch of its messages.
 *
 * `asking` for messages; `checking` that nobody else holds any; `ready` to be handed out; `over`.
 */
export interface Turn {
  readonly partition: number
  /** Where the turn is held on and given back. */
  readonly reply: string
  state: 'asking' | 'checking' | 'ready' | 'over'
  /** What came and was not handed out yet; in the order of the stream once it is ready. */
  waiting: Came[]
  readonly held: Set<Came>
  /** Whether something that was handed out comes again: then so does what stands behind it. */
  isBroken: boolean
  /** For how long the partition rests when the turn is over. */
  restMs: number
  /** When the first of what waits came. */
  since: number
}

/** A turn that was just got. */
export function newTurn(partition: number, reply: string): Turn {
  return {
    partition,
    reply,
    state: 'asking',
    waiting: [],
    held: new Set(),
    isBroken: false,
    restMs: 0,
    since: 0,
  }
}

/**
 * Hands out at most `max` messages of a turn; none while it has some out, since the next ones of their
 * keys must not pass them.
 */
export function handOut(turn: Turn, max: number): readonly Delivery[] {
  if (turn.state !== 'ready' || turn.held.size > 0) return []
  const handed = turn.waiting.splice(0, max)
  for (const came of handed) turn.held.add(came)
  return handed.map((came) => {
    const receipt: Receipt = { turn, came }
    const { id, key, headers, body } = came.envelope
    return { id, key, headers, body, deliveries: came.place.deliveries, receipt }
  })
}
