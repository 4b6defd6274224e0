import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { type Env, systemEnv } from '@canonry/pack'
import type { CrashSetting } from './crash-setting.js'
import { type Blow, sharedClock } from './deed.js'

/** How the program of a crash run is started. */
export interface CrashProgramFile {
  /** The path of a module that calls `crashProgram`. */
  readonly program: string
  /** What Node is told before the program; default nothing. */
  readonly nodeOptions?: readonly string[]
}

const AGAIN_MS = 200

/** A place at which one process at a time runs, life after life. */
export interface CrashPlace {
  /** The name of the life that it is in, or was in last. */
  life(): string
  start(): void
  /** Lives that start from now on run this program. */
  upgrade(next: CrashProgramFile): void
  /** SIGKILL; resolves when the process is gone. */
  kill(): Promise<void>
  /** SIGSTOP and SIGCONT: a process that stands still, and wakes up late. */
  freeze(): void
  thaw(): void
}

/** Makes an empty place; all that befalls it is told to `struck`. */
export function createPlace(
  file: CrashProgramFile,
  { setting, struck }: { setting: CrashSetting; struck: (blow: Blow) => void },
): CrashPlace {
  let child: ChildProcess | undefined
  let lives = 0
  let next: CrashProgramFile | undefined
  const nameOf = () => `${setting.life}.${lives}`
  const note = (kind: Blow['kind'], more: Pick<Blow, 'isNext'> = {}) =>
    struck({ kind, life: nameOf(), at: sharedClock(), ...more })
  const start = () => {
    lives++
    const own = startProgram(next ?? file, { ...setting, life: nameOf() })
    child = own
    note('started', next && { isNext: true })
    own.once('exit', () => {
      if (child !== own) return
      note('fell')
      void again(own)
    })
  }
  const again = async (own: ChildProcess) => {
    await machine.sleep(AGAIN_MS)
    if (child === own) start()
  }
  return {
    life: nameOf,
    start,
    upgrade: (given) => {
      next = given
    },
    kill: async () => {
      const victim = child
      child = undefined
      if (!victim || victim.exitCode !== null) return
      note('killed')
      await endOf(victim)
    },
    freeze: () => {
      note('frozen')
      child?.kill('SIGSTOP')
    },
    thaw: () => {
      note('thawed')
      child?.kill('SIGCONT')
    },
  }
}

/** Runs a program of its own that ends by itself, and answers what it writes. */
export async function readProgram(file: CrashProgramFile, setting: CrashSetting): Promise<string> {
  const child = startProgram(file, setting)
  let written = ''
  child.stdout?.on('data', (chunk: Buffer) => {
    written += chunk.toString()
  })
  await once(child, 'close')
  return written
}

function startProgram(
  { program, nodeOptions = [] }: CrashProgramFile,
  setting: CrashSetting,
): ChildProcess {
  const given = [...nodeOptions, program, JSON.stringify(setting)]
  return spawn(process.execPath, given, { stdio: ['ignore', 'pipe', 'inherit'] })
}

async function endOf(victim: ChildProcess): Promise<void> {
  const ended = once(victim, 'exit')
  victim.kill('SIGKILL')
  await ended
}

/** Time of the machine itself. */
export const machine: Pick<Env, 'now' | 'sleep'> = systemEnv()
