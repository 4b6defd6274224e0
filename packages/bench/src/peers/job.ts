/** A job, as every system is given it: a stock level at a version, 200 bytes of JSON. */
export interface Job {
  readonly id: string
  readonly sku: string
  readonly place: string
  /** Digits with leading zeros, so that texts compare as numbers do. */
  readonly version: string
  readonly at: string
  readonly quantity: string
}

/** How many jobs, of how many keys; the jobs of a key count up from `from`. */
export interface JobPlan {
  readonly count: number
  readonly keys: number
  readonly from?: number
}

const BYTES = 200

/** One job of a key. */
export function jobOf(key: string, version: number): Job {
  const job = {
    id: key,
    sku: '',
    place: 'P1',
    version: String(version).padStart(9, '0'),
    at: '2026-11-27T08:00:00Z',
    quantity: String(version),
  }
  return { ...job, sku: `S${key}`.padEnd(BYTES - JSON.stringify(job).length, 'x') }
}

/** A key and its version, as one name that no other job has. */
export function nameOf({ id, version }: Job): string {
  return `${id}-${version}`
}

/** Jobs whose keys take turns, so that no key is a run of neighbours. */
export function jobsOf({ count, keys, from = 1 }: JobPlan): readonly Job[] {
  return Array.from({ length: count }, (_, turn) =>
    jobOf(`K${turn % keys}`, from + Math.floor(turn / keys)),
  )
}

/** The newest version of each key of a plan. */
export function newestOf({ count, keys, from = 1 }: JobPlan): ReadonlyMap<string, number> {
  const known = Array.from({ length: Math.min(count, keys) }, (_, key) => key)
  return new Map(known.map((key) => [`K${key}`, from + Math.floor((count - 1 - key) / keys)]))
}

/** A list in parts of a size. */
export function* inBatches<T>(list: readonly T[], size: number): Generator<readonly T[]> {
  for (let first = 0; first < list.length; first += size) yield list.slice(first, first + size)
}
