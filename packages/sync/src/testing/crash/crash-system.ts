import { refKey } from '@canonry/model'
import type { Env, Intent } from '@canonry/pack'
import { versionOf } from './crash-fact.js'
import { type Deed, sharedClock } from './deed.js'
import type { LineFile } from './line-file.js'

/** What is asked of a target system of a crash run. */
export interface CrashQuestion {
  readonly verb: 'push' | 'verify'
  readonly intents: readonly Intent[]
}

/** What it says of each intent. */
export type CrashAnswer = Exclude<Deed['outcome'], 'unknown' | undefined>

/** What a target system of a crash run is made with. */
export interface CrashSystemOptions {
  readonly env: Env
  readonly ledger: LineFile<Deed>
  /** A number in [0, 1) per call. */
  readonly chance: () => number
  /** Who calls. */
  readonly life: string
  readonly tenant: string
  readonly connection: string
  /** Whether it applies each key once, and else each call. */
  readonly honoursKeys: boolean
}

/** After what time of the clock the connection of a call is cut: what was not applied by then never is. */
export const CUT_MS = 10_000

// how long a request and its answer are on their way
const WAY_MS = 15
// shares of the calls that go wrong, one after the other
const LOST_REQUESTS = 0.03
const LOST_ANSWERS = 0.06
const THROTTLED = 0.02

interface System extends CrashSystemOptions {
  readonly isApplied: (key: string) => boolean
}

/**
 * A system at the other end of a network: it writes every call into a ledger, which outlives all
 * processes that call it.
 *
 * Answers a {@link CrashQuestion} with one {@link CrashAnswer} for each intent, and rejects where the
 * request or the answer was lost on the way.
 */
export function crashSystem(given: CrashSystemOptions): Env['fetch'] {
  const system = { ...given, isApplied: appliedKeys(given) }
  return async (request) => {
    const began = system.env.now()
    const isCut = () => system.env.now() - began > CUT_MS
    const { verb, intents } = (await request.json()) as CrashQuestion
    // a process that stood still finds its connection cut, whatever it was about to ask
    if (isCut()) throw new TypeError('fetch failed')
    const answers =
      verb === 'push' ? await push(system, { intents, isCut }) : verify(system, intents)
    return Response.json(answers)
  }
}

async function push(
  system: System,
  { intents, isCut }: { intents: readonly Intent[]; isCut: () => boolean },
): Promise<readonly CrashAnswer[]> {
  const { env, chance } = system
  const noteAll = (what: Pick<Deed, 'kind' | 'outcome'>) => {
    for (const intent of intents) note(system, intent, what)
  }
  const answer = (outcome: CrashAnswer) => {
    noteAll({ kind: 'answered', outcome })
    return intents.map(() => outcome)
  }
  const lose = (): never => {
    noteAll({ kind: 'answered', outcome: 'unknown' })
    throw new TypeError('fetch failed')
  }
  noteAll({ kind: 'called' })
  const luck = chance()
  await env.sleep(chance() * WAY_MS)
  if (isCut() || luck < LOST_REQUESTS) return lose()
  if (luck > 1 - THROTTLED) return answer('failed')
  for (const intent of intents) {
    if (isCut()) return lose()
    book(system, intent)
  }
  await env.sleep(chance() * WAY_MS)
  return luck < LOST_REQUESTS + LOST_ANSWERS ? lose() : answer('confirmed')
}

function book(system: System, intent: Intent): void {
  const isKnown = system.honoursKeys && system.isApplied(intent.key)
  if (!isKnown) note(system, intent, { kind: 'applied' })
}

function verify(system: System, intents: readonly Intent[]): readonly CrashAnswer[] {
  return intents.map((intent) => {
    const outcome = system.isApplied(intent.key) ? 'applied' : 'not-applied'
    note(system, intent, { kind: 'verified', outcome })
    return outcome
  })
}

/** Looks up keys that were applied, whoever applied them. */
function appliedKeys({ ledger, connection }: CrashSystemOptions): (key: string) => boolean {
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
  { ledger, life, tenant, connection }: CrashSystemOptions,
  { source, key, body }: Intent,
  what: Pick<Deed, 'kind' | 'outcome'>,
): void {
  const where = { life, tenant, connection, source: refKey(source) }
  ledger.append({ ...what, ...where, key, version: versionOf(body), at: sharedClock() })
}
