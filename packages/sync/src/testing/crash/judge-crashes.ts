import { TARGETS } from './crash-company.js'
import type { CrashProblem } from './crash-problem.js'
import type { Settled } from './crash-program.js'
import type { Acknowledged, Blow, Deed } from './deed.js'
import { judgeOverlaps, judgeResending } from './judge-lanes.js'
import { type Recovery, recoveryOf } from './recovery.js'

/** All that is known of a crash run in the end. */
export interface CrashEvidence {
  /** What the target systems wrote down, in the order in which it happened. */
  readonly deeds: readonly Deed[]
  readonly acknowledged: readonly Acknowledged[]
  readonly blows: readonly Blow[]
  readonly settled: readonly Settled[]
  /** After how many milliseconds of the machine's time the connection of a call is cut. */
  readonly cutMs: number
}

/** What the books say. */
export interface CrashVerdict {
  /** Facts whose journaling was acknowledged. */
  readonly acknowledged: number
  readonly calls: number
  readonly applied: number
  readonly verified: number
  /** How long the lanes of killed workers stood still, in milliseconds. */
  readonly recovery: Recovery
  readonly problems: readonly CrashProblem[]
}

/** Judges a crash run by what was acknowledged and what the target systems wrote down. */
export function judgeCrashes(evidence: CrashEvidence): CrashVerdict {
  const { deeds, acknowledged, blows, cutMs } = evidence
  const count = (kind: Deed['kind']) => deeds.filter((deed) => deed.kind === kind).length
  return {
    acknowledged: acknowledged.length,
    calls: count('called'),
    applied: count('applied'),
    verified: count('verified'),
    recovery: recoveryOf(deeds, blows),
    problems: [
      ...lost(evidence),
      ...judgeBooks(deeds),
      ...judgeOverlaps(deeds, { blows, cutMs }),
      ...judgeResending(deeds),
      ...unsettled(evidence),
      ...blows
        .filter(({ kind }) => kind === 'fell')
        .map(({ life }) => ({ kind: 'fallen', message: `${life} ended by itself` }) as const),
      ...(acknowledged.length === 0 ? [UNPROVEN] : []),
    ],
  }
}

const UNPROVEN: CrashProblem = {
  kind: 'unproven',
  message:
    'no fact was acknowledged before its sender was struck: let the run last longer (`seconds`), or strike less often (`gapMs`)',
}

function lost({ deeds, acknowledged, settled }: CrashEvidence): CrashProblem[] {
  const told = new Map<string, number>()
  for (const { kind, connection, source, version } of deeds) {
    if (kind === 'applied') told.set(`${connection} ${source}`, version)
  }
  const heard = new Map(acknowledged.map(({ source, version }) => [source, version]))
  const effects = [...heard].flatMap(([source, version]) =>
    TARGETS.filter((target) => (told.get(`${target} ${source}`) ?? 0) < version).map(
      (target) => `${source} version ${version} never came to ${target}`,
    ),
  )
  const facts = settled.flatMap(({ tenant, received }) => {
    const sent = acknowledged.filter((each) => each.tenant === tenant).length
    return received < sent ? [`${tenant}: ${sent} acknowledged, ${received} in the journal`] : []
  })
  return [...facts, ...effects].map((message) => ({ kind: 'lost', message }))
}

function judgeBooks(deeds: readonly Deed[]): CrashProblem[] {
  const seen = new Set<string>()
  const newest = new Map<string, number>()
  return deeds.flatMap(({ kind, tenant, connection, source, version }) => {
    if (kind !== 'applied') return []
    const lane = `${connection} ${source}`
    const message = `${lane} version ${version}`
    const problems: CrashProblem[] = []
    if (seen.has(message)) problems.push({ kind: 'duplicated', message })
    const before = newest.get(lane) ?? 0
    if (version < before)
      problems.push({ kind: 'disordered', message: `${message} after ${before}` })
    if (source.split('/')[1] !== tenant) problems.push({ kind: 'crossed', message })
    seen.add(message)
    newest.set(lane, Math.max(before, version))
    return problems
  })
}

function unsettled({ settled }: CrashEvidence): CrashProblem[] {
  return settled
    .filter(({ left, open }) => left + open > 0)
    .map(({ tenant, left, open, told = [] }) => ({
      kind: 'unsettled',
      message: [`${tenant}: ${left} not done, ${open} exceptions open`, ...told].join('; '),
    }))
}
