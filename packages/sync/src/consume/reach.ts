import type { Env } from '@canonry/pack'
import { backoffMs } from '../effects/backoff.js'
import type { TenantStore } from '../store/store.js'
import type { TransportFailure } from '../transport/transport.js'

/** What tells people of a transport that does not answer. */
export interface Reaching {
  readonly env: Env
  readonly store: TenantStore
  /** The transport's name. */
  readonly from: string
  readonly signal: AbortSignal
}

/** Keeps count of what fails, and waits longer each time. */
export interface Reach {
  /** Waits before the next try; answers the failure when none makes sense. */
  failed(failure: TransportFailure): Promise<TransportFailure | undefined>
  /** Waits because the journal could not take something; nothing is told, it cannot be. */
  rest(): Promise<void>
  /** How long what is to come again may wait. */
  delayMs(): number
  succeeded(): Promise<void>
}

const TELL_AFTER = 3

/** The reach of a transport that works so far. */
export function createReach({ env, store, from, signal }: Reaching): Reach {
  const fingerprint = `consume:${from}`
  let failures = 0
  let isTold = false
  const wait = () => env.sleep(backoffMs(failures, env.random()), signal)
  const tell = async ({ kind, message }: TransportFailure) => {
    const draft = {
      fingerprint,
      reason: `transport-${kind}`,
      owner: 'integration',
      connection: '-',
      message: `nothing is consumed from ${from}: ${message}`,
      suggestedFix: 'Make the broker reachable, with the rights and streams that are named.',
    } as const
    const exceptions = [{ kind: 'open', id: env.uuid(), draft }] as const
    const note = { kind: 'note', now: env.now(), counts: {}, exceptions } as const
    isTold = (await store.maintain(note)).isOk()
  }
  return {
    delayMs: () => backoffMs(failures, env.random()),
    failed: async (failure) => {
      failures += 1
      const isFinal = failure.kind === 'closed' || failure.kind === 'misconfigured'
      const isNews = !isTold && (isFinal || failures >= TELL_AFTER)
      if (isNews && !signal.aborted) await tell(failure)
      if (isFinal) return failure
      await wait()
      return undefined
    },
    rest: async () => {
      failures += 1
      await wait()
    },
    succeeded: async () => {
      failures = 0
      if (!isTold) return
      const exceptions = [{ kind: 'resolve', fingerprint }] as const
      const note = { kind: 'note', now: env.now(), counts: {}, exceptions } as const
      isTold = (await store.maintain(note)).isErr()
    },
  }
}
