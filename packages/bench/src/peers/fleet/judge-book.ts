import type { Verdict } from '../ledger.js'
import type { Line } from './book.js'

/** What ought to stand in a book. */
export interface Due {
  /** The newest version of each key; each from 1 on is due. */
  readonly newest: ReadonlyMap<string, number>
  /** Where jobs of a key may come in any order, that is no fault. */
  readonly isUnordered?: boolean
}

/** Judges by what the outside system was told: each version once, one after the other. */
export function judgeBook(lines: readonly Line[], { newest, isUnordered = false }: Due): Verdict {
  const applied = appliedOf(lines)
  const verdicts = [...newest].map(([key, last]) => {
    const versions = applied.get(key) ?? []
    const seen = new Set(versions)
    return {
      lost: last - seen.size,
      doubled: versions.length - seen.size,
      inverted: isUnordered ? 0 : returns(versions),
    }
  })
  const sum = (name: 'lost' | 'doubled' | 'inverted') =>
    verdicts.reduce((total, each) => total + each[name], 0)
  return {
    lost: sum('lost'),
    doubled: sum('doubled'),
    inverted: sum('inverted'),
    overlapped: isUnordered ? 0 : overlaps(lines),
  }
}

/** The versions of each key in the order in which the outside system got them. */
export function appliedOf(lines: readonly Line[]): ReadonlyMap<string, readonly number[]> {
  const applied = new Map<string, number[]>()
  for (const { kind, key, version } of lines) {
    if (kind !== 'applied' || key === undefined || version === undefined) continue
    const versions = applied.get(key) ?? []
    applied.set(key, versions)
    versions.push(version)
  }
  return applied
}

// an older version after a newer one, first or again: the outside system is left with the older
function returns(versions: readonly number[]): number {
  return versions.filter((version, index) => version < (versions[index - 1] ?? version)).length
}

function overlaps(lines: readonly Line[]): number {
  const open = new Map<string, string>()
  return lines.filter((line) => {
    const isOverlap = line.kind === 'began' && open.has(line.key ?? '')
    note(open, line)
    return isOverlap
  }).length
}

// a call of a process that died, or stands still, is none that is under way
function note(open: Map<string, string>, { kind, key = '', life }: Line): void {
  if (kind === 'began') open.set(key, life)
  else if (kind === 'ended' && open.get(key) === life) open.delete(key)
  else if (kind === 'died' || kind === 'froze') {
    for (const [each, by] of open) if (by === life) open.delete(each)
  }
}

/** How long the jobs that each dead process had under way stood still, until somebody took up the last. */
export function recoveriesOf(lines: readonly Line[]): readonly number[] {
  return lines.flatMap((death, index) => {
    if (death.kind !== 'died') return []
    const after = lines.slice(index)
    const times = openJobs(lines.slice(0, index), death.life).flatMap(({ key, version }) => {
      const next = after.find((line) => line.key === key && line.version === version)
      return next ? (next.at - death.at) / 1_000 : []
    })
    return times.length === 0 ? [] : [Math.max(...times)]
  })
}

function openJobs(lines: readonly Line[], life: string): readonly Line[] {
  const open = new Map<string | undefined, Line>()
  for (const line of lines.filter((each) => each.life === life)) {
    if (line.kind === 'began') open.set(line.key, line)
    if (line.kind === 'ended') open.delete(line.key)
  }
  return [...open.values()]
}
