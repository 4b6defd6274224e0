import type { Acknowledged, Acknowledgement, TransportEnv } from '@canonry/sync'
import type { Link } from './link.js'
import type { Receipt, Turn } from './turn.js'
import type { Turns } from './turns.js'

/** What acknowledging depends on. */
export interface Acknowledging {
  readonly env: TransportEnv
  readonly link: Link
  readonly turns: Turns
  readonly holdMs: number
}

const UTF8 = new TextEncoder()
const WORDS = {
  done: UTF8.encode('+ACK'),
  retry: UTF8.encode('-NAK'),
  reject: UTF8.encode('+TERM'),
  extend: UTF8.encode('+WPI'),
}

/**
 * Acknowledges deliveries, one answer each.
 *
 * The server works off the acknowledgements of a partition in their order, so its answer to the last
 * one speaks for all: without that answer they may be lost.
 */
export async function acknowledge(
  acknowledging: Acknowledging,
  batch: readonly Acknowledgement[],
): Promise<readonly Acknowledged[]> {
  const { link, turns } = acknowledging
  const answers = new Array<Acknowledged>(batch.length).fill('lost')
  const lists = heldOf(acknowledging, batch)
  const lasts = lists.map(({ indexes }) => {
    const last = indexes.at(-1)
    for (const index of indexes) {
      const acknowledgement = batch[index] as Acknowledgement
      settle(acknowledging, acknowledgement)
      const { subject, data } = questionOf(acknowledgement)
      if (index !== last) link.send(subject, data)
    }
    return questionOf(batch[last as number] as Acknowledgement)
  })
  const confirmed = await link.ask(lasts)
  for (const [at, { turn, indexes }] of lists.entries()) {
    if (typeof confirmed[at] === 'object') for (const index of indexes) answers[index] = 'ok'
    turns.advance(turn)
  }
  return answers
}

interface HeldOfTurn {
  readonly turn: Turn
  /** Where they stand in the batch. */
  readonly indexes: number[]
}

// what is held no more comes again, whatever is said of it now
function heldOf(
  { env, link }: Acknowledging,
  batch: readonly Acknowledgement[],
): readonly HeldOfTurn[] {
  if (!link.isUp()) return []
  const now = env.now()
  const lists = new Map<Turn, HeldOfTurn>()
  for (const [index, { receipt }] of batch.entries()) {
    const { turn, came } = receipt as Receipt
    if (!turn.held.has(came) || came.heldUntil <= now) continue
    const list = lists.get(turn)
    if (list) list.indexes.push(index)
    else lists.set(turn, { turn, indexes: [index] })
  }
  return [...lists.values()]
}

function questionOf({ receipt, as }: Acknowledgement): { subject: string; data: Uint8Array } {
  return { subject: (receipt as Receipt).came.reply, data: WORDS[as] }
}

function settle(
  { env, holdMs }: Acknowledging,
  { receipt, as, delayMs = 0 }: Acknowledgement,
): void {
  const { turn, came } = receipt as Receipt
  if (as === 'extend') {
    came.heldUntil = env.now() + 0.9 * holdMs
    return
  }
  turn.held.delete(came)
  if (as !== 'retry') return
  turn.isBroken = true
  turn.restMs = Math.max(turn.restMs, delayMs)
}
