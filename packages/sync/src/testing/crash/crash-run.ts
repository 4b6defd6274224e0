import { mkdirSync } from 'node:fs'
import { type CrashProgramFile, createPlace, machine, readProgram } from './crash-place.js'
import { planBlows } from './crash-plan.js'
import type { Settled } from './crash-program.js'
import { type CrashSetting, openAcknowledged, openBlows, openLedger } from './crash-setting.js'
import { CUT_MS } from './crash-system.js'
import type { Acknowledged, Blow, Deed } from './deed.js'
import { type CrashVerdict, judgeCrashes } from './judge-crashes.js'
import type { LineFile } from './line-file.js'
import { befall, type CrashIncident, rollOut, type Struck, strike, type Team } from './strike.js'

/** What {@link crashRun} is given. */
export interface CrashRunOptions extends CrashProgramFile {
  /** An empty folder for the ledgers, or one that does not exist yet. */
  readonly folder: string
  /** What the program opens its store from: a file, or the address of a server. */
  readonly location: string
  /** Decides who is struck when, and what goes wrong in the target systems; default 1. */
  readonly seed?: number
  /**
   * How long processes are struck, from when each sender had something acknowledged (a minute at most);
   * default 30. What is left is done after that.
   */
  readonly seconds?: number
  /** Tenants that share the store; default 2. Each has one sender. */
  readonly tenants?: number
  /** Workers of each tenant; default 2, of which one works unless the store lets several. */
  readonly workers?: number
  /** How many times as fast as the machine's the clock of the processes runs; default 1. */
  readonly speed?: number
  /** Whether some workers stand still before they are killed; default true. */
  readonly freezes?: boolean
  /** From one blow to the next, on average, in milliseconds of the machine's own time; default 800. */
  readonly gapMs?: number
  /** The next version of the program, which takes over process by process while the run lasts. */
  readonly next?: CrashProgramFile
  /** What else befalls the run; its times are the machine's own. */
  readonly incidents?: readonly CrashIncident[]
}

/** What a crash run did, and what it found. */
export interface CrashRunReport extends CrashVerdict {
  readonly seed: number
  /** Processes that were started. */
  readonly lives: number
  readonly killed: { readonly workers: number; readonly senders: number }
  /** Workers that stood still for longer than the core waits for them, and woke up. */
  readonly frozen: number
  /** Of the processes that were started: those that ran the next version of the program. */
  readonly upgraded: number
  /** Those that ran the version before, although another ran the next one already. */
  readonly behind: number
}

type Common = Pick<CrashSetting, 'seed' | 'folder' | 'location' | 'clock'>

const GAP_MS = 800
const LOOK_MS = 100
const LONGEST_START_MS = 60_000

/**
 * Runs a sync in real processes, kills them with SIGKILL again and again, and judges by the books of
 * the target systems what was lost, done twice, done at once, or out of order.
 *
 * Each tenant has a sender of facts and its workers. SIGKILL proves what the
 * death of a process does; the operating system lives on, and with it all that it has not yet
 * written to the disk, so a loss of power is not proven.
 */
export async function crashRun(options: CrashRunOptions): Promise<CrashRunReport> {
  const { seed = 1, tenants = 2, speed = 1, folder, location } = options
  mkdirSync(folder, { recursive: true })
  const clock = { origin: machine.now(), speed }
  const common: Common = { seed, folder, location, clock }
  const names = Array.from({ length: tenants }, (_, index) => `tenant-${index + 1}`)
  const [ledger, blows] = [openLedger(folder), openBlows(folder)]
  const struck = blows.append
  const teams = names.map((tenant) => teamOf(options, { common, tenant, struck, ledger }))
  const places = teams.flatMap(({ workers, sender }) => [...workers, sender])
  const acknowledged = names.map((tenant) => openAcknowledged(folder, tenant))
  for (const place of places) place.start()
  await allSending(acknowledged)
  await endure(options, { teams, down: new Set(), speed })
  for (const { sender } of teams) await sender.kill()
  const settled = await Promise.all(names.map((tenant) => settle(options, { ...common, tenant })))
  for (const place of places) await place.kill()
  const known = acknowledged.flatMap((file) => file.read())
  const told = { acknowledged: known, settled, cutMs: CUT_MS / speed }
  const evidence = { deeds: ledger.read(), blows: blows.read(), ...told }
  return { seed, ...countsOf(evidence.blows), ...judgeCrashes(evidence) }
}

// a busy machine takes its time to start so many processes, and nothing is proven of those that never ran
async function allSending(acknowledged: readonly LineFile<Acknowledged>[]): Promise<void> {
  const began = machine.now()
  const isSending = () => acknowledged.every((file) => file.read().length > 0)
  while (!isSending() && machine.now() - began < LONGEST_START_MS) await machine.sleep(LOOK_MS)
}

async function endure(options: CrashRunOptions, struck: Struck): Promise<void> {
  const { seed = 1, seconds = 30, freezes = true, gapMs = GAP_MS, next, incidents = [] } = options
  const lastsMs = seconds * 1_000
  const tenants = struck.teams.length
  await Promise.all([
    strike(struck, planBlows(seed, { lastsMs, tenants, freezes, gapMs })),
    next && rollOut(struck, { next, lastsMs }),
    befall(incidents),
  ])
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

async function settle(
  file: CrashRunOptions,
  setting: Common & { readonly tenant: string },
): Promise<Settled> {
  const { tenant } = setting
  const life = `${tenant}/settling`
  const written = await readProgram(file.next ?? file, { ...setting, role: 'settle', life })
  return JSON.parse(written) as Settled
}

type Counts = Pick<CrashRunReport, 'lives' | 'killed' | 'frozen' | 'upgraded' | 'behind'>

function countsOf(blows: readonly Blow[]): Counts {
  const count = (kind: Blow['kind'], part: string) =>
    blows.filter((blow) => blow.kind === kind && blow.life.includes(part)).length
  const started = blows.filter(({ kind }) => kind === 'started')
  const upgraded = started.filter(({ isNext }) => isNext)
  const since = upgraded[0] ? started.indexOf(upgraded[0]) : started.length
  return {
    lives: started.length,
    killed: { workers: count('killed', '/worker-'), senders: count('killed', '/sender') },
    frozen: count('frozen', ''),
    upgraded: upgraded.length,
    behind: started.slice(since).length - upgraded.length,
  }
}
