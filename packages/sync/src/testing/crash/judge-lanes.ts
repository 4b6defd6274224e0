import type { CrashProblem } from './crash-problem.js'
import type { Blow, Deed } from './deed.js'

/** What ends a call that has no answer. */
interface Cuts {
  readonly blows: readonly Blow[]
  /** After how many milliseconds of the machine's time its connection is cut. */
  readonly cutMs: number
}

/** Judges whether a lane was called by two workers at once. */
export function judgeOverlaps(deeds: readonly Deed[], cuts: Cuts): CrashProblem[] {
  const cutOff = cutsOf(cuts)
  const open = new Map<string, Deed>()
  const problems: CrashProblem[] = []
  for (const deed of deeds) {
    const lane = `${deed.connection} ${deed.source}`
    const other = open.get(lane)
    if (other && other.life !== deed.life && isCall(deed) && !cutOff(other, deed.at)) {
      problems.push({ kind: 'overlapping', message: `${lane}: ${other.life} and ${deed.life}` })
    }
    if (deed.kind === 'called') open.set(lane, deed)
    if (deed.kind === 'answered' && other?.life === deed.life) open.delete(lane)
  }
  return problems
}

/** Judges whether a system without keys was called again before anybody looked what it had done. */
export function judgeResending(deeds: readonly Deed[]): CrashProblem[] {
  const unclear = new Set<string>()
  return deeds.flatMap(({ kind, outcome, connection, source, key, version }) => {
    if (connection === 'with-keys') return []
    const name = `${connection} ${source} ${key}`
    const isResent = kind === 'called' && unclear.has(name)
    if (kind === 'called') unclear.add(name)
    if (kind === 'verified' || outcome === 'failed') unclear.delete(name)
    return isResent ? [{ kind: 'resent', message: `${source} version ${version}` }] : []
  })
}

function isCall({ kind }: Deed): boolean {
  return kind === 'called' || kind === 'verified'
}

/**
 * Whether a call had ended at a moment, because its process was killed or stood still since, or a busy
 * machine held it up for so long that its connection was cut.
 */
function cutsOf({ blows, cutMs }: Cuts): (call: Deed, at: number) => boolean {
  return (call, at) => {
    if (at - call.at > cutMs) return true
    const own = blows.filter(({ life }) => life === call.life)
    const [killed, frozen, thawed] = (['killed', 'frozen', 'thawed'] as const).map((kind) =>
      own.find((blow) => blow.kind === kind),
    )
    if (killed && killed.at <= at) return true
    return frozen !== undefined && frozen.at <= at && call.at < (thawed?.at ?? at)
  }
}
