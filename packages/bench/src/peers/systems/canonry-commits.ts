import type { Commit, Store, TenantStore } from '@canonry/sync'
import type { Ledger } from '../ledger.js'

/** A store whose commits are written down: every fact that was decided on, as its key and version. */
export function watchCommits(store: Store, ledger: Ledger): Store {
  const keys = new Map<string, string>()
  const write = (commit: Commit) => {
    for (const { row } of commit.entities) keys.set(row.id, row.source.id)
    for (const entry of commit.timeline) {
      if (entry.kind !== 'fact-received') continue
      const key = keys.get(entry.id) ?? entry.id
      ledger.begin(key, Number(entry.version))
      ledger.end(key)
    }
  }
  const watched = (tenant: TenantStore): TenantStore => ({
    ...tenant,
    commit: (request) => tenant.commit(request).map(() => write(request)),
  })
  return { ...store, open: (tenant, options) => watched(store.open(tenant, options)) }
}
