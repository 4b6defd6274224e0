import type { Blow, Deed } from './deed.js'

/** How long it took until somebody went on with the lanes of killed workers, in milliseconds. */
export interface Recovery {
  /** Kills of workers that were at work. */
  readonly kills: number
  readonly p50Ms: number
  readonly maxMs: number
}

/**
 * The time from each kill of a worker at work to the next deed in all lanes that it had open; kills
 * after which some process was made to stand still meanwhile are left out.
 */
export function recoveryOf(deeds: readonly Deed[], blows: readonly Blow[]): Recovery {
  const times = blows
    .filter(({ kind, life }) => kind === 'killed' && life.includes('/worker-'))
    .flatMap((blow) =>
      timeOf(blow, deedsOf(deeds, blow)).filter((time) => !isFrozenIn(blows, { ...blow, time })),
    )
    .sort((a, b) => a - b)
  const at = (index: number) => Math.round(times[index] ?? 0)
  return { kills: times.length, p50Ms: at(times.length >> 1), maxMs: at(times.length - 1) }
}

function timeOf({ life, at }: Blow, deeds: readonly Deed[]): number[] {
  const before = deeds.filter((deed) => deed.at <= at)
  if (before.at(-1)?.life !== life) return []
  const after = deeds.filter((deed) => deed.at > at && deed.life !== life)
  const waiting = openLanes(before.filter((deed) => deed.life === life))
  const goneOn = waiting.size > 0 ? [...waiting].map((lane) => firstIn(after, lane)) : [after[0]]
  const times = goneOn.flatMap((deed) => (deed ? [deed.at - at] : []))
  return times.length > 0 ? [Math.max(...times)] : []
}

function deedsOf(deeds: readonly Deed[], { life }: Blow): readonly Deed[] {
  return deeds.filter(({ tenant }) => life.startsWith(`${tenant}/`))
}

// one process that stands still inside a transaction may hold up all others of the store
function isFrozenIn(
  blows: readonly Blow[],
  { at, time }: Blow & { readonly time: number },
): boolean {
  return blows.some((blow) => {
    if (blow.kind !== 'frozen' || blow.at > at + time) return false
    const thawed = blows.find((each) => each.kind === 'thawed' && each.life === blow.life)
    return thawed === undefined || thawed.at >= at
  })
}

function openLanes(deeds: readonly Deed[]): ReadonlySet<string> {
  const open = new Set<string>()
  for (const deed of deeds) {
    if (deed.kind === 'called') open.add(laneOf(deed))
    if (deed.kind === 'answered') open.delete(laneOf(deed))
  }
  return open
}

function firstIn(deeds: readonly Deed[], lane: string): Deed | undefined {
  return deeds.find((deed) => laneOf(deed) === lane)
}

function laneOf({ connection, source }: Deed): string {
  return `${connection} ${source}`
}
