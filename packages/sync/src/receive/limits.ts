/** The longest body that is kept; what is longer is read from its source instead. */
export const KEPT_BYTES = 5 * 1024 * 1024

/** Where a body is cut off: nothing that long is worth hashing. */
export const REFUSED_BYTES = 64 * 1024 * 1024

/** How deep a body may nest. */
export const NESTING_LEVELS = 64

/** How much of a body is shown first to the rules that look for something in it. */
export const START_BYTES = 64 * 1024
