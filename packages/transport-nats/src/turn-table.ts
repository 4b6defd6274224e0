import type { TransportEnv } from '@canonry/sync'
import type { GroupNames } from './ensure-consumers.js'
import { nanosOf } from './ensure-stream.js'
import type { Link } from './link.js'
import type { Requests } from './requests.js'
import type { Turn } from './turn.js'

/** What taking turns depends on. */
export interface Turning {
  readonly env: TransportEnv
  readonly link: Link
  readonly stream: string
  readonly names: GroupNames
  readonly partitions: number
  readonly holdMs: number
}

/** Somebody who pulls. */
export interface Demand {
  readonly max: number
  readonly until: number
}

/** The turns that a process has, by partition, and who waits for them. */
export interface TurnTable extends Turning {
  readonly requests: Requests
  readonly turns: Map<number, Turn>
  demand: Demand
  /** Aborts when there is something to do for who pulls. */
  woken: AbortController
}

/** Lets who pulls look again. */
export function wake(table: TurnTable): void {
  const before = table.woken
  table.woken = new AbortController()
  // a reason of its own: making the default one costs more
  before.abort('changed')
}

/** Gives a turn back with all that is left in it; its partition rests for a while first. */
export function giveBack(table: TurnTable, { turn, restMs }: { turn: Turn; restMs: number }): void {
  const { link } = table
  for (const { reply } of [...turn.held, ...turn.waiting]) link.send(reply, '-NAK')
  const rest = restMs > 0 ? ` {"delay": ${nanosOf(Math.round(restMs))}}` : ''
  link.send(turn.reply, `-NAK${rest}`)
  drop(table, turn)
}

/** Forgets a turn. */
export function drop(table: TurnTable, turn: Turn): void {
  turn.state = 'over'
  turn.waiting = []
  turn.held.clear()
  if (table.turns.get(turn.partition) === turn) table.turns.delete(turn.partition)
  wake(table)
}

/** Ends a turn whose messages are settled, or goes on with what waits in it. */
export function advance(table: TurnTable, turn: Turn): void {
  if (turn.state !== 'ready' || turn.held.size > 0) return
  const isOver = turn.isBroken || turn.waiting.length === 0
  if (isOver) giveBack(table, { turn, restMs: turn.restMs })
  else wake(table)
}

/** Drops what is held no more: it comes again, and so does what stands behind it. */
export function dropLapsed(table: TurnTable, turn: Turn): void {
  const now = table.env.now()
  for (const came of turn.held) {
    if (came.heldUntil > now) continue
    turn.held.delete(came)
    turn.isBroken = true
  }
  if (turn.isBroken) advance(table, turn)
}
