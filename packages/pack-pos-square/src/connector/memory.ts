/** What was found, for a while. */
export interface Memory<T> {
  get(id: string): T | undefined
  set(id: string, value: T): void
  delete(id: string): void
}

/** How long something is remembered, and how many things at most. */
export interface MemoryLimits {
  readonly ttlMs: number
  readonly most: number
  now(): number
}

/** Remembers a bounded number of things; what was remembered first is forgotten first. */
export function createMemory<T>({ ttlMs, most, now }: MemoryLimits): Memory<T> {
  const known = new Map<string, { readonly value: T; readonly until: number }>()
  return {
    get(id) {
      const found = known.get(id)
      return found !== undefined && found.until > now() ? found.value : undefined
    },
    set(id, value) {
      known.delete(id)
      known.set(id, { value, until: now() + ttlMs })
      if (known.size <= most) return
      const [oldest] = known.keys()
      if (oldest !== undefined) known.delete(oldest)
    },
    delete: (id) => {
      known.delete(id)
    },
  }
}
