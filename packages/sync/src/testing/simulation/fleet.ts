import type { Sync } from '../../sync-api.js'
import { beginLife, type Life, type LifePorts } from './life.js'

/** The processes of a company: they live, die, stand still and start again. */
export interface Fleet {
  start(): void
  /** Hands a request to a process; `undefined` when none can take it. */
  receive(connection: string, request: Request): Promise<Response> | undefined
  /** The sync of a process that can take a request, if there is one. */
  sync(): Sync | undefined
  /** Brings every process up again, on the newest version of the user's code. */
  heal(): void
  /** Whether every process is up, none of them on its way out, and one of them at work. */
  isUp(): boolean
}

const LONGEST_DOWN_MS = 20_000

/** Processes of these names. */
export function createFleet(ports: LifePorts, names: readonly string[]): Fleet {
  const { clockwork, built } = ports
  const { draws } = clockwork
  const lives = new Map<string, Life>()
  const balance = draws.stream('balance')
  let count = 0
  let isHealed = false

  return {
    start: () => {
      for (const name of names) begin(name)
    },
    receive: (connection, request) => chosen()?.sync.receive(connection, request),
    sync: () => chosen()?.sync,
    heal: () => {
      isHealed = true
      for (const { process, end } of lives.values()) {
        process.pause(0)
        if (process.isAlive()) end()
      }
    },
    isUp: () => {
      const all = [...lives.values()]
      return all.every((life) => life.isAble()) && all.some((life) => life.isWorking())
    },
  }

  function chosen(): Life | undefined {
    const able = [...lives.values()].filter((life) => life.isAble())
    return able[Math.floor(balance() * able.length)]
  }

  function begin(name: string): void {
    const life = count++
    const isNext = isHealed || draws.at(`version ${name}`, life) < 0.5
    const onDeath = () => {
      const down = 1 + draws.at(`down ${name}`, life) * LONGEST_DOWN_MS
      clockwork.after(isHealed ? 1 : down, () => begin(name))
    }
    const options = { name, life, isNext: isNext && built.next !== undefined, onDeath }
    lives.set(name, beginLife(ports, options))
  }
}
