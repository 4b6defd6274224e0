import { mkdirSync } from 'node:fs'
import {
  type CrashPlace,
  type CrashProgramFile,
  createPlace,
  machine,
  readProgram,
} from './crash-place.js'
import { type PlannedBlow, planBlows } from './crash-plan.js'
import type { Settled } from './crash-program.js'
import { type CrashSetting, openAcknowledged, openBlows, openLedger } from './crash-setting.js'
import type { Blow, Deed } from './deed.js'
import { type CrashVerdict, judgeCrashes } from './judge-crashes.js'
import type { LineFile } from './line-file.js'

/** What {@link crashRun} is given. */
export interface CrashRunOptions extends CrashProgramFile {
  /** An empty folder for the ledgers, or one that does not exist yet. */
  readonly folder: string
  /** What the program opens its store from: a file, or the address of a server. */
  readonly location: string
  /** Decides who is struck when, and what goes wrong in the target systems; default 1. */
  readonly seed?: number
  /** How long processes are struck; default 30. What is left is done after that. */
  readonly seconds?: number
  /** Tenants that share the store; default 2. Each has one sender. */
  readonly tenants?: number
  /** Workers of each tenant; default 2, of which one works unless the store lets several. */
  readonly workers?: number
  /** How many times as fast as the machine's the clock of the processes runs; default 1. */
  readonly speed?: number
  /** Whether some workers stand still before they are killed; default true. */
  readonly freezes?: boolean
}

/** What a crash run did, and what it found. */
export interface CrashRunReport extends CrashVerdict {
  readonly seed: number
  /** Processes that were started. */
  readonly lives: number
  readonly killed: { readonly workers: number; readonly senders: number }
  /** Workers that stood still for longer than the core waits for them, and woke up. */
  readonly frozen: number
}

type Common = Pick<CrashSetting, 'seed' | 'folder' | 'location' | 'clock'>

// a worker that is silent for 20 seconds is replaced; it wakes up after that, and soon dies
const FROZEN_MS = 23_000
const AWAKE_MS = 2_000

/**
 * Runs a sync in real processes, kills them with SIGKILL again and again, and judges by the books of
 * the target systems what was lost, done twice, done at once, or out of order.
 *
 * Each tenant has a sender of facts and its workers. SIGKILL proves what the
 * death of a process does; the operating system lives on, and with it all that it has not yet
 * written to the disk, so a loss of power is not proven.
 */
export async function crashRun(options: CrashRunOptions): Promise<CrashRunReport> {
  const { seed = 1, seconds = 30, tenants = 2, speed = 1, freezes = true } = options
  const { folder, location } = options
  mkdirSync(folder, { recursive: true })
  const clock = { origin: machine.now(), speed }
  const common: Common = { seed, folder, location, clock }
  const names = Array.from({ length: tenants }, (_, index) => `tenant-${index + 1}`)
  const [ledger, blows] = [openLedger(folder), openBlows(folder)]
  const struck = blows.append
  const teams = names.map((tenant) => teamOf(options, { common, tenant, struck, ledger }))
  const places = teams.flatMap(({ workers, sender }) => [...workers, sender])
  for (const place of places) place.start()
  await strike(teams, planBlows(seed, { lastsMs: seconds * 1_000, tenants, freezes }), speed)
  for (const { sender } of teams) await sender.kill()
  const settled = await Promise.all(names.map((tenant) => settle(options, { ...common, tenant })))
  for (const place of places) await place.kill()
  const acknowledged = names.flatMap((tenant) => openAcknowledged(folder, tenant).read())
  const evidence = { deeds: ledger.read(), acknowledged, blows: blows.read(), settled }
  return { seed, ...countsOf(evidence.blows), ...judgeCrashes(evidence) }
}

/** The processes of one tenant. */
interface Team {
  readonly workers: readonly CrashPlace[]
  readonly sender: CrashPlace
  /** Who works now, by the books of the target systems. */
  working(): CrashPlace | undefined
}

function teamOf(options: CrashRunOptions, given: TeamOptions): Team {
  const { common, tenant, struck, ledger } = given
  const place = (role: CrashSetting['role'], life: string) =>
    createPlace(options, { setting: { ...common, role, tenant, life }, struck })
  const { workers: count = 2 } = options
  const workers = Array.from({ length: count }, (_, index) =>
    place('work', `${tenant}/worker-${index + 1}`),
  )
  const working = () => {
    const last = ledger.read().findLast((deed) => deed.tenant === tenant)
    return workers.find(({ life }) => life() === last?.life)
  }
  return { workers, sender: place('send', `${tenant}/sender`), working }
}

interface TeamOptions {
  readonly common: Common
  readonly tenant: string
  readonly ledger: LineFile<Deed>
  readonly struck: (blow: Blow) => void
}

/** Strikes blow after blow; in the end everybody is up. */
async function strike(
  teams: readonly Team[],
  blows: readonly PlannedBlow[],
  speed: number,
): Promise<void> {
  const aftermaths: Promise<void>[] = []
  const down = new Set<CrashPlace>()
  for (const { afterMs, tenant, whom, freezes, downMs } of blows) {
    await machine.sleep(afterMs)
    const place = victimOf(teams[tenant], whom)
    if (!place || down.has(place)) continue
    down.add(place)
    const aftermath = freezes ? freeze(place, speed) : kill(place, downMs)
    aftermaths.push(aftermath.finally(() => down.delete(place)))
  }
  await Promise.all(aftermaths)
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

async function settle(
  file: CrashProgramFile,
  setting: Common & { readonly tenant: string },
): Promise<Settled> {
  const { tenant } = setting
  const life = `${tenant}/settling`
  const written = await readProgram(file, { ...setting, role: 'settle', life })
  return JSON.parse(written) as Settled
}

function countsOf(blows: readonly Blow[]): Pick<CrashRunReport, 'lives' | 'killed' | 'frozen'> {
  const count = (kind: Blow['kind'], part: string) =>
    blows.filter((blow) => blow.kind === kind && blow.life.includes(part)).length
  return {
    lives: count('started', ''),
    killed: { workers: count('killed', '/worker-'), senders: count('killed', '/sender') },
    frozen: count('frozen', ''),
  }
}
