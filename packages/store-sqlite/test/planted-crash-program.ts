import { systemEnv } from '@canonry/pack'
import { sqlite } from '@canonry/store-sqlite'
import type { Append, Store, TenantStore } from '@canonry/sync'
import { crashProgram } from '@canonry/sync/testing/crash'
import { okAsync } from 'neverthrow'
import type { PlantedCrashBug } from './planted-crash-bugs.js'

const SOON_MS = 300

const BUGS: Readonly<Record<PlantedCrashBug, (store: TenantStore) => Partial<TenantStore>>> = {
  'answers before it writes': (store) => ({
    append: (request: Append) => {
      if (request.reads || request.pull) return store.append(request)
      void systemEnv()
        .sleep(SOON_MS)
        .then(() => store.append(request))
      return okAsync(request.facts.map(() => ({ kind: 'accepted', shard: 0, seq: 1 }) as const))
    },
  }),
  'takes workers that live for dead': (store) => {
    let claims = 0
    return {
      maintain: (request) =>
        store.maintain(
          request.kind === 'claim' ? { ...request, now: request.now + ++claims * 60_000 } : request,
        ),
    }
  },
  'hands over what was being sent as not sent': (store) => ({
    maintain: (request) =>
      store.maintain(request).map((answer) => ({
        ...answer,
        abandoned: answer.abandoned.map((effect) => ({ ...effect, state: 'leased' as const })),
      })),
  }),
}

// the location names the bug: `takes workers that live for dead@/path/to/file`
await crashProgram((location): Store => {
  const [bug = '', file = ''] = location.split('@')
  const store = sqlite(file)
  return {
    ...store,
    open: (tenant, options) => {
      const tables = store.open(tenant, options)
      return { ...tables, ...BUGS[bug as PlantedCrashBug](tables) }
    },
  }
})
