import { type CrashPlace, type CrashProgramFile, machine } from './crash-place.js'
import type { PlannedBlow } from './crash-plan.js'

/** The processes of one tenant. */
export interface Team {
  readonly workers: readonly CrashPlace[]
  readonly sender: CrashPlace
  /** Who works now, by the books of the target systems. */
  working(): CrashPlace | undefined
}

/** Something else that befalls a crash run, as its store being started again. */
export interface CrashIncident {
  /** How long after the beginning. */
  readonly afterMs: number
  act(): Promise<void>
}

/** Whom blows befall, and who is down meanwhile. */
export interface Struck {
  readonly teams: readonly Team[]
  readonly down: Set<CrashPlace>
  /** How many times as fast as the machine's the clock of the processes runs. */
  readonly speed: number
}

// a worker that is silent for 20 seconds is replaced; it wakes up after that, and soon dies
const FROZEN_MS = 23_000
const AWAKE_MS = 2_000

/** Strikes blow after blow; in the end everybody is up. */
export async function strike(struck: Struck, blows: readonly PlannedBlow[]): Promise<void> {
  const { teams, down, speed } = struck
  const aftermaths: Promise<void>[] = []
  for (const { afterMs, tenant, whom, freezes, downMs } of blows) {
    await machine.sleep(afterMs)
    const place = victimOf(teams[tenant], whom)
    if (!place || down.has(place)) continue
    const aftermath = freezes ? () => freeze(place, speed) : () => kill(place, downMs)
    aftermaths.push(whileDown(struck, place, aftermath))
  }
  await Promise.all(aftermaths)
}

/**
 * Brings the processes to the next version of the program, one after the other, in the middle third
 * of the time; those whose turn has not come go on with the one before, and start with it again.
 */
export async function rollOut(
  struck: Struck,
  { next, lastsMs }: { readonly next: CrashProgramFile; readonly lastsMs: number },
): Promise<void> {
  const places = struck.teams.flatMap(({ workers, sender }) => [...workers, sender])
  await machine.sleep(lastsMs / 3)
  for (const place of places) {
    place.upgrade(next)
    if (!struck.down.has(place)) await whileDown(struck, place, () => kill(place, 0))
    await machine.sleep(lastsMs / 3 / places.length)
  }
}

/** Lets happen what else befalls a run. */
export async function befall(incidents: readonly CrashIncident[]): Promise<void> {
  await Promise.all(
    incidents.map(async ({ afterMs, act }) => {
      await machine.sleep(afterMs)
      await act()
    }),
  )
}

async function whileDown(
  { down }: Struck,
  place: CrashPlace,
  act: () => Promise<void>,
): Promise<void> {
  down.add(place)
  await act().finally(() => down.delete(place))
}

function victimOf(team: Team | undefined, whom: PlannedBlow['whom']): CrashPlace | undefined {
  if (whom === 'sending') return team?.sender
  const working = team?.working() ?? team?.workers[0]
  return whom === 'working' ? working : team?.workers.find((place) => place !== working)
}

async function kill(place: CrashPlace, downMs: number): Promise<void> {
  await place.kill()
  await machine.sleep(downMs)
  place.start()
}

async function freeze(place: CrashPlace, speed: number): Promise<void> {
  place.freeze()
  await machine.sleep(FROZEN_MS / speed)
  place.thaw()
  await machine.sleep(AWAKE_MS / speed)
  await kill(place, 0)
}
