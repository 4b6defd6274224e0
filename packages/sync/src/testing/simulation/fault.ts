/**
 * What can go wrong at a port.
 *
 * `crash-before`, `crash-after`: the process dies before the call does anything, or after it has
 * done everything. `pause-after`: the process stands still after the call, and may wake as one that
 * another has replaced. `refused`: nothing happened, and the answer says so. `lost-request`,
 * `lost-answer`: no answer, and nothing, or everything, happened. `conflict`: something changed
 * meanwhile, so read and decide again. `throttled`, `unavailable`, `auth-expired`,
 * `version-conflict`: what systems answer. `part-lost`: of a batch a part was applied, and what the
 * system says of the rest is lost. `garbled`: applied, and the answer is nothing that the system
 * ever says. `duplicate`, `delayed`: a delivery comes twice, or after later ones. `lost`: it never
 * comes, and only a pull shows what it would have told. `restart`: the
 * process ends in good order and a new one starts.
 */
export type FaultKind =
  | 'crash-before'
  | 'crash-after'
  | 'pause-after'
  | 'refused'
  | 'lost-request'
  | 'lost-answer'
  | 'conflict'
  | 'throttled'
  | 'unavailable'
  | 'auth-expired'
  | 'version-conflict'
  | 'part-lost'
  | 'garbled'
  | 'duplicate'
  | 'delayed'
  | 'lost'
  | 'restart'

/** A place where things go wrong: the methods of the store, calls of a connector, and so on. */
export type PortName = 'store' | 'connector' | 'fetch' | 'delivery' | 'process'

/** One thing that goes wrong, at one call. */
export interface Fault {
  /** Which call of which process: `a/store.commit#3` is its fourth commit. */
  readonly at: string
  readonly kind: FaultKind
  /** In [0, 1): how long, which part, as the kind needs. */
  readonly size: number
}

/** How often what goes wrong: a share of all calls, by port and kind. */
export type FaultRates = Readonly<Partial<Record<`${PortName}.${FaultKind}`, number>>>

/** Everything that can go wrong, and how often on average in a seed in which it does go wrong. */
export const FAULT_RATES: FaultRates = {
  'store.crash-before': 0.004,
  'store.crash-after': 0.004,
  'store.pause-after': 0.003,
  'store.refused': 0.02,
  'store.lost-answer': 0.03,
  'store.conflict': 0.05,
  'connector.crash-before': 0.02,
  'connector.crash-after': 0.02,
  'connector.pause-after': 0.02,
  'connector.lost-request': 0.15,
  'connector.lost-answer': 0.15,
  'connector.throttled': 0.12,
  'connector.unavailable': 0.12,
  'connector.auth-expired': 0.03,
  'connector.version-conflict': 0.08,
  'connector.part-lost': 0.12,
  'connector.garbled': 0.03,
  'fetch.crash-before': 0.01,
  'fetch.crash-after': 0.01,
  'fetch.pause-after': 0.01,
  'fetch.lost-request': 0.06,
  'fetch.lost-answer': 0.06,
  'fetch.throttled': 0.06,
  'fetch.unavailable': 0.06,
  'fetch.auth-expired': 0.01,
  'fetch.garbled': 0.02,
  'delivery.duplicate': 0.25,
  'delivery.delayed': 0.25,
  'delivery.lost-request': 0.15,
  'delivery.lost-answer': 0.15,
  'delivery.lost': 0.1,
  'process.crash-before': 0.05,
  'process.pause-after': 0.05,
  'process.restart': 0.05,
}
