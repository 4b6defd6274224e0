import type { ConnectorLimits } from '@canonry/pack'
import type { Pause } from '../people/pause.js'

/** What a connection bears: its limits, and how many intents one call takes. */
export interface ConnectionLoad {
  readonly connection: string
  readonly limits: ConnectorLimits
  readonly bulk: number
}

/** What a connection's limiter and breaker know; times are epoch milliseconds. */
export interface ConnectionGate {
  /** Nothing is leased before. */
  readonly pausedUntil: number
  /** When that was learned last. */
  readonly pausedAt?: number
  /** Transient failures in a row. */
  readonly failures: number
  /** How often the breaker opened since the last success; each time it stays open longer. */
  readonly trips: number
  /** Failures in a row since a write got through last; what was read in between tells nothing of that. */
  readonly refused?: number
  /** Tokens that the bucket still holds at `refilledAt`. */
  readonly tokens: number
  readonly refilledAt: number
  /** Where in the cycle of class shares the next lease goes on. */
  readonly turn: number
  /** A person wants it to rest, whatever calls say. */
  readonly pausedBy?: Pause
}

/** What a call, or its failure, says about a connection. */
export type GateEvent =
  /** `tokens`: what the system says is left in its own bucket. */
  | { readonly kind: 'success'; readonly tokens?: number }
  /** It answers a question, which says nothing of whether it takes what is written. */
  | { readonly kind: 'answer'; readonly tokens?: number }
  | { readonly kind: 'transient' }
  | { readonly kind: 'pause'; readonly until: number }
  /** A person wants it to rest, or to go on. */
  | { readonly kind: 'rest'; readonly pause: Pause }
  | { readonly kind: 'wake' }

/**
 * Whether nothing that is written gets through to a connection: its breaker has opened and not closed
 * since, or would have if the connection had not answered questions.
 */
export function isShut({ trips, refused = 0 }: ConnectionGate): boolean {
  return trips > 0 || refused >= TRIP_AFTER
}

/** The gate of a connection that was never called. */
export const OPEN_GATE: ConnectionGate = {
  pausedUntil: 0,
  failures: 0,
  trips: 0,
  tokens: Number.MAX_SAFE_INTEGER,
  refilledAt: 0,
  turn: 0,
}

// clocks of several machines differ by less; what was learned later than that is of a clock set back since
const AHEAD_MS = 60_000

const TRIP_AFTER = 5
const FIRST_PAUSE_MS = 10_000
const LONGEST_PAUSE_MS = 300_000

/**
 * How many effects a connection takes now, given how many are under way.
 *
 * Bounded by concurrency, by the tokens that calls cost, and to a single effect while the breaker
 * is half open. Nothing while the connection is paused.
 */
export function admitted(
  gate: ConnectionGate,
  { load, held, now }: { load: ConnectionLoad; held: number; now: number },
): number {
  if (isResting(gate, now) || isPaused(gate, now)) return 0
  if (gate.trips > 0) return held > 0 ? 0 : 1
  const free = load.limits.concurrency * load.bulk - held
  const calls = Math.floor(refilled(gate, load.limits, now).tokens / costOf(load.limits))
  return Math.max(0, Math.min(free, calls * load.bulk))
}

/** The gate after `taken` effects were leased. */
export function drawn(
  gate: ConnectionGate,
  { load, taken, now }: { load: ConnectionLoad; taken: number; now: number },
): ConnectionGate {
  const { tokens } = refilled(gate, load.limits, now)
  const calls = Math.ceil(taken / load.bulk)
  return {
    ...gate,
    tokens: Math.max(0, tokens - calls * costOf(load.limits)),
    refilledAt: now,
    turn: (gate.turn + taken) % CYCLE,
  }
}

/** Whether a person wants the connection to rest now: no effect is sent, nothing is read or pulled. */
export function isPaused({ pausedBy }: ConnectionGate, now: number): boolean {
  return pausedBy !== undefined && (pausedBy.until === undefined || now < pausedBy.until)
}

/** The gate after one more thing was learned about its connection. */
export function learned(
  gate: ConnectionGate,
  { event, now }: { event: GateEvent; now: number },
): ConnectionGate {
  switch (event.kind) {
    case 'success':
      return { ...answering(gettingThrough(gate)), ...bucketOf(event, now) }
    case 'answer':
      return { ...answering(gate), ...bucketOf(event, now) }
    case 'pause':
      return resting(gate, { until: event.until, now })
    case 'rest':
      return { ...gate, pausedBy: event.pause }
    case 'wake':
      return awake(gate)
    case 'transient':
      return failing(gate, now)
    default:
      return event satisfies never
  }
}

function failing(gate: ConnectionGate, now: number): ConnectionGate {
  const failures = gate.failures + 1
  const failed = { ...gate, failures, refused: (gate.refused ?? 0) + 1 }
  if (failures < TRIP_AFTER && gate.trips === 0) return failed
  // calls that were already under way when the breaker opened say nothing new
  if (isResting(gate, now)) return failed
  const pause = Math.min(FIRST_PAUSE_MS * 2 ** gate.trips, LONGEST_PAUSE_MS)
  return { ...failed, trips: gate.trips + 1, pausedUntil: now + pause, pausedAt: now }
}

// the later end counts
function resting(
  gate: ConnectionGate,
  { until, now }: { readonly until: number; readonly now: number },
): ConnectionGate {
  const end = isResting(gate, now) ? Math.max(gate.pausedUntil, until) : until
  return { ...gate, pausedUntil: end, pausedAt: now }
}

function isResting({ pausedUntil, pausedAt }: ConnectionGate, now: number): boolean {
  return now < pausedUntil && !isAhead(pausedAt, now)
}

function isAhead(at: number | undefined, now: number): boolean {
  return at !== undefined && at - now > AHEAD_MS
}

function answering(gate: ConnectionGate): ConnectionGate {
  return { ...gate, failures: 0, trips: 0 }
}

function bucketOf({ tokens }: { readonly tokens?: number }, now: number) {
  return tokens === undefined ? {} : { tokens, refilledAt: now }
}

function gettingThrough({ refused: _, ...gate }: ConnectionGate): ConnectionGate {
  return gate
}

function awake({ pausedBy: _, ...gate }: ConnectionGate): ConnectionGate {
  return gate
}

function costOf({ callCost = 1 }: ConnectorLimits): number {
  return callCost
}

function refilled(gate: ConnectionGate, limits: ConnectorLimits, now: number) {
  const { perSecond, burst = perSecond } = limits
  const capacity = Math.max(costOf(limits), burst)
  if (isAhead(gate.refilledAt, now)) return { tokens: capacity }
  const earned = (Math.max(0, now - gate.refilledAt) * perSecond) / 1_000
  return { tokens: Math.min(capacity, gate.tokens + earned) }
}

/** The length of the cycle of class shares. */
export const CYCLE = 20
