import type { Connector, ConnectorPorts, Failure, Intent, PushOutcome } from '@canonry/pack'
import { ok } from 'neverthrow'
import type { CrashAnswer, CrashQuestion } from './crash-system.js'

/** Which target system of a crash run a connector speaks to, and for whom. */
export interface CrashTargetOptions {
  readonly tenant: string
  readonly connection: string
  readonly honoursKeys: boolean
}

const THROTTLE: Failure = { kind: 'throttled', message: 'too many calls' }

/** The connector of a target system: all it does goes over the network. */
export function crashTarget(options: CrashTargetOptions, { env }: ConnectorPorts): Connector {
  const { honoursKeys, connection } = options
  const ask = async (question: CrashQuestion): Promise<readonly CrashAnswer[]> => {
    const body = JSON.stringify(question)
    const request = new Request(`https://${connection}.example/`, { method: 'POST', body })
    return (await (await env.fetch(request)).json()) as readonly CrashAnswer[]
  }
  return {
    capabilities: {
      idempotencyKeys: honoursKeys,
      compareAndSet: false,
      bulk: honoursKeys ? 4 : 1,
      readAfterWriteMs: 0,
    },
    limits: { concurrency: 8, perSecond: 10_000 },
    read: async () => ok([]),
    push: async (intents) => {
      const answers = await ask({ verb: 'push', intents })
      return intents.map((intent, index): PushOutcome => {
        if (answers[index] === 'failed') return { kind: 'failed', failure: THROTTLE }
        return { kind: 'confirmed', ref: refIn(options, intent) }
      })
    },
    verify: async (intents) => {
      const answers = await ask({ verb: 'verify', intents })
      return intents.map((intent, index) =>
        answers[index] === 'applied'
          ? { kind: 'applied', ref: refIn(options, intent) }
          : { kind: 'not-applied' },
      )
    },
    // nothing throws but the network
    classify: () => ({ kind: 'transient.unknown', message: 'no answer' }),
  }
}

function refIn({ tenant, connection }: CrashTargetOptions, { source, entity }: Intent) {
  return { system: connection, account: tenant, kind: entity, id: source.id }
}
