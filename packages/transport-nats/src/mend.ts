import type { TransportEnv } from '@canonry/sync'
import type { JetStreamManager } from '@nats-io/jetstream'
import { ensureConsumers } from './ensure-consumers.js'
import { isStreamThere } from './ensure-stream.js'
import { Failed } from './failures.js'
import type { Link } from './link.js'
import type { Settings } from './options.js'
import type { Turns } from './turns.js'

/** What mending depends on. */
export interface Mending {
  readonly env: TransportEnv
  readonly link: Link
  readonly manager: JetStreamManager
  readonly settings: Settings
  readonly partitions: number
}

const SOONEST_MS = 1_000
const SELDOM_MS = 5_000

/**
 * Makes again what somebody has taken from the server while this process pulls: consumers, and turns.
 *
 * Looks where nothing comes: soon when the server says that something is wrong, and now and then
 * since it says nothing of turns that are gone. Answers whether anything was made. A stream that is gone is not
 * made again: whoever deleted it may have meant that.
 */
export function createMender(mending: Mending): (turns: Turns) => Promise<boolean> {
  const { env, settings } = mending
  const seldomMs = Math.max(2 * settings.holdMs, SELDOM_MS)
  let lookedAt = env.now()
  return async (turns) => {
    const restMs = turns.trouble() === undefined ? seldomMs : SOONEST_MS
    if (env.now() - lookedAt < restMs) return false
    lookedAt = env.now()
    const isMade = await makeAgain(mending)
    if (isMade) turns.renew()
    return isMade
  }
}

async function makeAgain({ link, manager, settings, partitions }: Mending): Promise<boolean> {
  if (!(await isStreamThere(manager, settings.stream))) return false
  const made = await ensureConsumers({ manager, link }, { settings, partitions })
  if (made.isOk()) return made.value > 0
  // what was closed or cut off meanwhile has nothing to say
  if (link.isUp()) throw new Failed(made.error)
  return false
}
