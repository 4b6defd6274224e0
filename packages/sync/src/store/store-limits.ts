/** How long a delivery is remembered, in milliseconds: 35 days. */
export const DEDUPE_MS = 35 * 86_400_000

/** How long a worker counts as alive after it was last heard of, in milliseconds. */
export const WORKER_SILENCE_MS = 20_000

/**
 * Where several workers work: how long one is silent before another calls it gone, in milliseconds,
 * counted back from the beat of that other one before its last. So nobody is called gone for a time
 * in which nobody could beat, as when the database was away.
 */
export const WORKER_GONE_MS = 7_500

/** The most effects of a lost worker that one claim hands over. */
export const ABANDONED_AT_ONCE = 100

/** The most dedupe keys, bodies of facts, and bodies of effects that one beat looks at and may drop. */
export const DROPPED_AT_ONCE = 1_000

/** How many bytes the bodies of one page of the journal have together; one fact comes at least. */
export const JOURNAL_BYTES = 1_048_576

/** The most effects whose SLA one beat looks at. */
export const SLA_AT_ONCE = 500

/** How many of the newest effects of each family a situation shows, beside all that are open. */
export const FAMILY_SHOWN = 4

/**
 * How far ahead of now a worker's last sign of life can be: what is further is of a clock that was set
 * back since. Clocks of machines that share a store differ by less.
 */
export const WORKER_AHEAD_MS = 600_000
