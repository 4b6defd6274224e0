/**
 * From when on, by a worker's own clock, effects may be read back whose outcome is unknown, and after
 * which attempt: another worker may have sent one again since.
 *
 * A system may show a write late, and a read-back that comes too soon would have it sent twice. What
 * others wrote down is not enough: their clock may be another, and a person may have it done at once.
 */
export type ReadableFrom = Map<string, { readonly attempts: number; readonly from: number }>
