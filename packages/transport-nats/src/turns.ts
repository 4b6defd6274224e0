import type { Delivery } from '@canonry/sync'
import { askForMessages, isWanted } from './ask-for-messages.js'
import { createRequests } from './requests.js'
import { handOut, type Turn } from './turn.js'
import {
  advance,
  type Demand,
  dropLapsed,
  giveBack,
  type Turning,
  type TurnTable,
  wake,
} from './turn-table.js'

/** The turns that this process has. */
export interface Turns {
  /** Hands out what is ready, at most `max`. */
  take(max: number): readonly Delivery[]
  /** Asks for turns, and in them for messages. */
  want(demand: Demand): void
  /** Ends a turn whose messages are settled, or goes on with what waits in it. */
  advance(turn: Turn): void
  /** Resolves after `ms`, or as soon as there is something to do for who pulls. */
  rest(ms: number): Promise<void>
  /** Ends all rests. */
  wake(): void
  /** Holds turns on, ends what is over, gives back what nobody asks for. */
  tick(): void
  /** Why nothing comes, where the server says so. */
  trouble(): string | undefined
  /** Asks anew for everything that is not here yet. */
  renew(): void
  /** Gives everything back. */
  release(): void
  /** How many messages are handed out and not settled. */
  readonly held: number
}

/** The turns of a process that has none yet. */
export function createTurns(turning: Turning): Turns {
  const { env, link } = turning
  const table: TurnTable = {
    ...turning,
    requests: createRequests({ env, link }),
    turns: new Map(),
    demand: { max: 0, until: 0 },
    woken: new AbortController(),
  }
  const renew = () => {
    table.requests.forget()
    if (link.isUp()) giveBackAll(table, ({ state }) => state !== 'ready')
    wake(table)
  }
  link.onChange(renew)
  return {
    take: (max) => take(table, max),
    want: ({ max, until }) => {
      table.demand = { max, until: Math.max(until, table.demand.until) }
      askForMessages(table)
    },
    advance: (turn) => advance(table, turn),
    rest: (ms) => env.sleep(ms, table.woken.signal),
    wake: () => wake(table),
    tick: () => tick(table),
    trouble: table.requests.trouble,
    renew,
    release: () => {
      table.demand = { max: 0, until: 0 }
      giveBackAll(table, () => true)
    },
    get held() {
      return [...table.turns.values()].reduce((sum, { held }) => sum + held.size, 0)
    },
  }
}

function take(table: TurnTable, max: number): readonly Delivery[] {
  const taken: Delivery[] = []
  for (const turn of table.turns.values()) {
    dropLapsed(table, turn)
    if (taken.length < max) taken.push(...handOut(turn, max - taken.length))
  }
  return taken
}

function tick(table: TurnTable): void {
  const { env, link, holdMs, requests } = table
  requests.endStale()
  for (const turn of table.turns.values()) dropLapsed(table, turn)
  const isLate = ({ since }: Turn) => env.now() - since > holdMs / 3
  giveBackAll(table, (turn) => {
    const isAsked = turn.held.size > 0 || turn.state === 'checking'
    if (isAsked) return false
    return turn.waiting.length > 0 ? isLate(turn) : !isWanted(table)
  })
  for (const turn of table.turns.values()) link.send(turn.reply, '+WPI')
}

function giveBackAll(table: TurnTable, isMeant: (turn: Turn) => boolean): void {
  for (const turn of table.turns.values()) if (isMeant(turn)) giveBack(table, { turn, restMs: 0 })
}
