import { rowOf } from '@canonry/sync'
import { testEnv } from '@canonry/sync/testing'
import { describe, expect, it } from 'vitest'
import type { Dispatching, OpenConnection } from '../src/effects/calling/dispatching.js'
import { noteSent, tooEarly } from '../src/effects/calling/read-back.js'
import type { ReadableFrom } from '../src/effects/calling/readable-from.js'
import { step } from '../src/effects/effect-step.js'
import { effectOf } from '../src/testing/conformance/bench.js'

const SHOWN_AFTER_MS = 3_000
const to = { connector: { capabilities: { readAfterWriteMs: SHOWN_AFTER_MS } } } as OpenConnection

/** An effect whose outcome is unknown after so many attempts. */
function unknownAfter(attempts: number) {
  return { ...effectOf('a'), state: 'verifying' as const, attempts }
}

function worker() {
  const env = testEnv()
  const readableFrom: ReadableFrom = new Map()
  const dispatching = { env, readableFrom } as unknown as Dispatching
  const waits = (attempts: number) => {
    const [early] = tooEarly(dispatching, { to, effects: [unknownAfter(attempts)] })
    return early === undefined ? 0 : early.row.runAt - env.now()
  }
  const send = (attempts: number) => {
    const row = { ...rowOf(unknownAfter(attempts)), state: 'unknown' as const }
    noteSent(dispatching, { to, outcomes: [step(effectOf('a'), { row, entry: 'effect-unknown' })] })
  }
  return { env, send, waits }
}

describe('an effect whose outcome is unknown', () => {
  it('is read back as soon as the system surely shows what was sent', async () => {
    const { env, send, waits } = worker()
    send(1)
    expect(waits(1)).toBe(SHOWN_AFTER_MS)
    await env.advance(SHOWN_AFTER_MS)
    expect(waits(1)).toBe(0)
  })

  it('is waited for anew by a worker that did not send it, whatever is written down', () => {
    expect(worker().waits(1)).toBe(SHOWN_AFTER_MS)
  })

  it('is waited for anew where another worker has sent it again since', async () => {
    const { env, send, waits } = worker()
    send(1)
    await env.advance(SHOWN_AFTER_MS)
    expect(waits(2)).toBe(SHOWN_AFTER_MS)
  })
})
