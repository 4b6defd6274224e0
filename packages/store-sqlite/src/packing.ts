import type { Asked } from './asked.js'
import { noTexts, type Packed, packAsked } from './message.js'
import { printAsked, printInSlices, rowsOf } from './print.js'

/** The most rows that are packed in one turn of the event loop. */
const ROWS_PER_TURN = 250

/** Packs what is asked and sends it, in the order of asking. */
export interface Packing<Answer> {
  ask(asked: Asked): Promise<Answer>
  /** Resolves when all that was asked is sent. */
  sent(): Promise<unknown>
}

/**
 * A packing that never holds the event loop for long: what is large is packed in slices, and who
 * asks meanwhile stands in line behind it.
 */
export function packInOrder<Answer>(send: (packed: Packed) => Promise<Answer>): Packing<Answer> {
  let line: Promise<unknown> | undefined
  const inTurn = async (asked: Asked, before: Promise<unknown> | undefined) => {
    await before
    // in an object: the next one waits until this is sent, not until it is answered
    const { all, keep } = noTexts()
    const printed = await printInSlices(asked, { rows: ROWS_PER_TURN, keep })
    return { answer: send(packAsked(printed, all)) }
  }
  return {
    ask: async (asked) => {
      if (!line && rowsOf(asked) <= ROWS_PER_TURN) return send(packNow(asked))
      const own = inTurn(asked, line)
      const left = own.then(() => undefined).catch(() => undefined)
      line = left
      const { answer } = await own.finally(() => {
        if (line === left) line = undefined
      })
      return answer
    },
    sent: async () => line,
  }
}

function packNow(asked: Asked): Packed {
  const { all, keep } = noTexts()
  return packAsked(printAsked(asked, keep), all)
}
