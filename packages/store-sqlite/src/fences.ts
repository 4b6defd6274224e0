import type { Sql } from './sql.js'

/** The fences that one transaction gives out: the tenant's number is written once. */
export interface Fences {
  next(): number
  /** The one that comes next. */
  upcoming(): number
  save(): void
}

/** The fences of a tenant, for one transaction; `before` was the last one before it. */
export function openFences(
  sql: Sql,
  { tenant, before }: { tenant: string; before: number },
): Fences {
  let last = before
  return {
    upcoming: () => last + 1,
    next: () => {
      last += 1
      return last
    },
    save: () => {
      if (last === before) return
      sql.run('UPDATE tenant SET fence = ? WHERE tenant = ?', last, tenant)
    },
  }
}
