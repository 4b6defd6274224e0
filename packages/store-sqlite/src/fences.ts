import type { Sql } from './sql.js'

/** The fences that one transaction gives out: the tenant's number is read once, and written once. */
export interface Fences {
  next(): number
  /** The one that comes next. */
  upcoming(): number
  save(): void
}

/** The fences of a tenant, for one transaction. */
export function openFences(sql: Sql, tenant: string): Fences {
  let last: number | undefined
  const upcoming = () => (last ?? lastFence(sql, tenant)) + 1
  return {
    upcoming,
    next: () => {
      last = upcoming()
      return last
    },
    save: () => {
      if (last === undefined) return
      sql.run('UPDATE tenant SET fence = ? WHERE tenant = ?', last, tenant)
    },
  }
}

function lastFence(sql: Sql, tenant: string): number {
  const row = sql.get('SELECT fence FROM tenant WHERE tenant = ?', tenant)
  return Number(row?.['fence'] ?? 0)
}
