import type {
  Acknowledged,
  Acknowledgement,
  Delivery,
  Envelope,
  Published,
} from '../../transport/transport.js'

/** What a queue in memory bears, and for how long it remembers. */
export interface QueueLimits {
  readonly holdMs: number
  readonly dedupeMs: number
  readonly maxBytes: number
  /** The most messages that wait or are held. */
  readonly room: number
}

interface Kept {
  readonly seq: number
  readonly envelope: Envelope
  deliveries: number
  /** Held before this moment, or put off until then: nobody else gets it. */
  restsUntil: number
  isHeld: boolean
}

interface Receipt {
  readonly seq: number
  readonly delivery: number
}

/** Messages in the order in which they came; `now` is the caller's clock. */
export interface MessageQueue {
  put(envelope: Envelope, now: number): Published
  take(max: number, now: number): readonly Delivery[]
  settle(acknowledgement: Acknowledgement, now: number): Acknowledged
  /** The next moment at which something can be taken that cannot be now. */
  nextAt(now: number): number | undefined
  readonly depth: number
}

/** An empty queue: of a key nothing is taken before what came earlier is done or rejected. */
export function createMessageQueue(limits: QueueLimits): MessageQueue {
  const kept = new Map<number, Kept>()
  const known = new Map<string, number>()
  let seq = 0
  const put = (envelope: Envelope, now: number): Published => {
    const refused = refusalOf(envelope, { limits, depth: kept.size })
    if (refused) return refused
    if ((known.get(envelope.id) ?? Number.NEGATIVE_INFINITY) > now) return { kind: 'duplicate' }
    known.delete(envelope.id)
    known.set(envelope.id, now + limits.dedupeMs)
    forgetBefore(known, now)
    seq += 1
    kept.set(seq, { seq, envelope: copyOf(envelope), deliveries: 0, restsUntil: 0, isHeld: false })
    return { kind: 'accepted' }
  }
  return {
    put,
    take: (max, now) => {
      const free = freeOf(kept.values(), { max, now })
      return free.map((each) => deliver(each, now + limits.holdMs))
    },
    settle: (acknowledgement, now) => {
      const { seq, delivery } = acknowledgement.receipt as Receipt
      const held = kept.get(seq)
      if (!held?.isHeld || held.deliveries !== delivery || held.restsUntil <= now) return 'lost'
      settleHeld(held, { acknowledgement, now, limits, kept })
      return 'ok'
    },
    nextAt: (now) => {
      const rests = [...kept.values()].flatMap(({ restsUntil }) =>
        restsUntil > now ? [restsUntil] : [],
      )
      return rests.length === 0 ? undefined : rests.reduce((least, each) => Math.min(least, each))
    },
    get depth() {
      return kept.size
    },
  }
}

function settleHeld(
  held: Kept,
  {
    acknowledgement: { as, delayMs = 0 },
    now,
    limits,
    kept,
  }: {
    acknowledgement: Acknowledgement
    now: number
    limits: QueueLimits
    kept: Map<number, Kept>
  },
): void {
  if (as === 'done' || as === 'reject') kept.delete(held.seq)
  if (as === 'extend') held.restsUntil = now + limits.holdMs
  if (as === 'retry') Object.assign(held, { isHeld: false, restsUntil: now + delayMs })
}

// a key whose oldest message rests has to wait, whoever else asks
function freeOf(kept: Iterable<Kept>, { max, now }: { max: number; now: number }): readonly Kept[] {
  const resting = new Set<string>()
  const free: Kept[] = []
  for (const each of kept) {
    if (free.length >= max) break
    const { key } = each.envelope
    if (each.restsUntil > now) resting.add(key)
    else if (!resting.has(key)) free.push(each)
  }
  return free
}

function deliver(kept: Kept, restsUntil: number): Delivery {
  kept.deliveries += 1
  kept.isHeld = true
  kept.restsUntil = restsUntil
  const receipt: Receipt = { seq: kept.seq, delivery: kept.deliveries }
  return { ...copyOf(kept.envelope), deliveries: kept.deliveries, receipt }
}

function refusalOf(
  { body }: Envelope,
  { limits, depth }: { limits: QueueLimits; depth: number },
): Published | undefined {
  if (body.length > limits.maxBytes) {
    const message = `the body has ${body.length} bytes, at most ${limits.maxBytes} are taken: split it`
    return { kind: 'rejected', failure: { kind: 'contract.invalid', message } }
  }
  if (depth < limits.room) return undefined
  const message = `the broker in memory is full with ${depth} messages: pull some, or give it more room`
  return { kind: 'rejected', failure: { kind: 'throttled', message } }
}

// who changes a message afterwards changes nobody else's
function copyOf({ id, key, headers, body }: Envelope): Envelope {
  return { id, key, headers: { ...headers }, body: body.slice() }
}

// ids stand in the order in which they are forgotten
function forgetBefore(known: Map<string, number>, now: number): void {
  for (const [id, until] of known) {
    if (until > now) return
    known.delete(id)
  }
}
