import { envelopeOf } from './message.js'
import { MAX_BATCH } from './options.js'
import type { Arrival } from './requests.js'
import { newTurn, type Turn } from './turn.js'
import { drop, giveBack, type TurnTable, wake } from './turn-table.js'

// long enough for a whole batch, however busy the server is: it drops what it cannot end in time
const REQUEST_MS = 10_000

/** Asks for turns that others have, and for messages of those that are here, while somebody pulls. */
export function askForMessages(table: TurnTable): void {
  const { names, turns, partitions, requests, link } = table
  if (!link.isUp() || !isWanted(table)) return
  for (const turn of turns.values()) {
    const isIdle = turn.state === 'asking' && turn.waiting.length === 0
    if (isIdle && !requests.isAsking(names.consumer(turn.partition))) ask(table, turn)
  }
  const missing = partitions - turns.size
  if (missing === 0 || requests.isAsking(names.turnConsumer)) return
  requests.ask({
    stream: names.turns,
    consumer: names.turnConsumer,
    batch: missing,
    waitMs: REQUEST_MS,
    isEager: false,
    came: (arrival) => got(table, arrival),
    ended: () => wake(table),
  })
}

/** Whether somebody pulls. */
export function isWanted({ demand, env }: TurnTable): boolean {
  return demand.until > env.now()
}

function got(table: TurnTable, { message: { subject }, reply }: Arrival): void {
  const partition = Number(subject.slice(subject.lastIndexOf('.') + 1))
  const known = table.turns.get(partition)
  // a turn that was thought to be held was lost: its messages come again
  if (known) drop(table, known)
  const turn = newTurn(partition, reply)
  table.turns.set(partition, turn)
  if (isWanted(table)) ask(table, turn)
  else giveBack(table, { turn, restMs: 0 })
}

function ask(table: TurnTable, turn: Turn): void {
  const batch = Math.min(table.demand.max, MAX_BATCH)
  request(table, { turn, batch, waitMs: REQUEST_MS })
}

function request(
  table: TurnTable,
  { turn, batch, waitMs }: { turn: Turn; batch: number; waitMs: number },
): void {
  table.requests.ask({
    stream: table.stream,
    consumer: table.names.consumer(turn.partition),
    batch,
    waitMs,
    isEager: true,
    came: (arrival) => take(table, turn, arrival),
    ended: (how) => {
      if (turn.state !== 'asking') return
      if (turn.waiting.length > 0) void check(table, { turn, isFilled: how === 'filled' })
      else if (how === 'over') wake(table)
      // what ails the consumer is not healed by asking at once
      else giveBack(table, { turn, restMs: 1_000 })
    },
  })
}

function take(...[table, turn, arrival]: [TurnTable, Turn, Arrival]): void {
  const { env, link, stream, holdMs } = table
  const { message, reply, place } = arrival
  if (turn.state !== 'asking') {
    link.send(reply, '-NAK')
    return
  }
  const now = env.now()
  if (turn.waiting.length === 0) turn.since = now
  const envelope = envelopeOf(message, `${stream}:${place.seq}`)
  turn.waiting.push({ envelope, reply, place, heldUntil: now + 0.9 * holdMs })
}

// safe if all that is pending is here: then nothing earlier of a key is with anybody else
async function check(
  table: TurnTable,
  { turn, isFilled }: { turn: Turn; isFilled: boolean },
): Promise<void> {
  const { link, stream, names, holdMs } = table
  turn.state = 'checking'
  const subject = `$JS.API.CONSUMER.INFO.${stream}.${names.consumer(turn.partition)}`
  const [answer = 'lost'] = await link.ask([{ subject, data: '' }])
  if (turn.state !== 'checking') return
  const missing = typeof answer === 'string' ? -1 : pendingOf(answer.string()) - turn.waiting.length
  if (missing === 0) {
    turn.waiting.sort((a, b) => a.place.seq - b.place.seq)
    turn.state = 'ready'
    wake(table)
  } else if (missing < 0 || !isFilled) {
    giveBack(table, { turn, restMs: holdMs / 4 })
  } else {
    // what is to come again may be more than was asked for
    turn.state = 'asking'
    request(table, { turn, batch: missing, waitMs: 0 })
  }
}

function pendingOf(text: string): number {
  const said: { num_ack_pending?: number } = JSON.parse(text)
  return said.num_ack_pending ?? -1
}
