import { refKey } from '@canonry/model'
import type { Connector, Env, Failure, Intent, PushOutcome, VerifyOutcome } from '@canonry/pack'
import { ok } from 'neverthrow'
import { versionOf } from './crash-fact.js'
import { type Deed, sharedClock } from './deed.js'
import type { LineFile } from './line-file.js'

/** What a target system of a crash run is made with. */
export interface CrashTargetOptions {
  readonly env: Env
  readonly ledger: LineFile<Deed>
  /** A number in [0, 1) per call. */
  readonly chance: () => number
  readonly life: string
  readonly tenant: string
  readonly connection: string
  /** Whether it applies each key once, and else each call. */
  readonly honoursKeys: boolean
}

// how long a request and its answer are on their way, and after what time the connection is cut
const WAY_MS = 15
const CUT_MS = 10_000
// shares of the calls that go wrong, one after the other
const LOST_REQUESTS = 0.03
const LOST_ANSWERS = 0.06
const THROTTLED = 0.02

interface Target extends CrashTargetOptions {
  readonly isApplied: (key: string) => boolean
}

/** A system that writes every call into a ledger, which outlives all processes that call it. */
export function crashTarget(given: CrashTargetOptions): Connector {
  const options = { ...given, isApplied: appliedKeys(given) }
  return {
    capabilities: {
      idempotencyKeys: options.honoursKeys,
      compareAndSet: false,
      bulk: options.honoursKeys ? 4 : 1,
      readAfterWriteMs: 0,
    },
    limits: { concurrency: 8, perSecond: 10_000 },
    read: async () => ok([]),
    push: (intents) => push(options, intents),
    verify: async (intents) => intents.map((intent) => verify(options, intent)),
    classify: () => ({ kind: 'handler.bug', message: 'something was thrown' }),
  }
}

async function push(options: Target, intents: readonly Intent[]): Promise<readonly PushOutcome[]> {
  const { env, chance } = options
  const began = env.now()
  for (const intent of intents) note(options, intent, { kind: 'called' })
  const luck = chance()
  await env.sleep(chance() * WAY_MS)
  // a process that stood still finds its connection cut, whatever it was about to send
  const isCut = env.now() - began > CUT_MS || luck < LOST_REQUESTS
  if (!isCut && luck > 1 - THROTTLED) return answer(options, intents, { failure: THROTTLE })
  if (isCut) return answer(options, intents, { isLost: true })
  for (const intent of intents) book(options, intent)
  await env.sleep(chance() * WAY_MS)
  return answer(options, intents, { isLost: luck < LOST_REQUESTS + LOST_ANSWERS })
}

const THROTTLE: Failure = { kind: 'throttled', message: 'too many calls' }

function answer(
  options: CrashTargetOptions,
  intents: readonly Intent[],
  { failure, isLost = false }: { failure?: Failure; isLost?: boolean },
): readonly PushOutcome[] {
  return intents.map((intent): PushOutcome => {
    const outcome = failure ? 'failed' : isLost ? 'unknown' : 'confirmed'
    note(options, intent, { kind: 'answered', outcome })
    if (failure) return { kind: 'failed', failure }
    if (isLost) return { kind: 'unknown', message: 'no answer' }
    return { kind: 'confirmed', ref: refIn(options, intent) }
  })
}

function book(options: Target, intent: Intent): void {
  const isKnown = options.honoursKeys && options.isApplied(intent.key)
  if (!isKnown) note(options, intent, { kind: 'applied' })
}

function verify(options: Target, intent: Intent): VerifyOutcome {
  const outcome = options.isApplied(intent.key) ? 'applied' : 'not-applied'
  note(options, intent, { kind: 'verified', outcome })
  return outcome === 'applied' ? { kind: outcome, ref: refIn(options, intent) } : { kind: outcome }
}

/** Looks up keys that were applied, whoever applied them. */
function appliedKeys({ ledger, connection }: CrashTargetOptions): (key: string) => boolean {
  const keys = new Set<string>()
  let seen = 0
  return (key) => {
    const deeds = ledger.read()
    for (; seen < deeds.length; seen++) {
      const deed = deeds[seen]
      if (deed?.kind === 'applied' && deed.connection === connection) keys.add(deed.key)
    }
    return keys.has(key)
  }
}

function note(
  { ledger, life, tenant, connection }: CrashTargetOptions,
  { source, key, body }: Intent,
  what: Pick<Deed, 'kind' | 'outcome'>,
): void {
  const where = { life, tenant, connection, source: refKey(source) }
  ledger.append({ ...what, ...where, key, version: versionOf(body), at: sharedClock() })
}

function refIn({ tenant, connection }: CrashTargetOptions, { source, entity }: Intent) {
  return { system: connection, account: tenant, kind: entity, id: source.id }
}
