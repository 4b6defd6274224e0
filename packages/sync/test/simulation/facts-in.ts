import type { Fact, TenantStore } from '@canonry/sync'
import { SHARD_COUNT } from '../../src/journal/shard.js'

/** All facts of a small journal that were processed. */
export async function factsIn(store: TenantStore): Promise<readonly Fact[]> {
  const facts: Fact[] = []
  for (let shard = 0; shard < SHARD_COUNT; shard++) {
    const question = { kind: 'journal', shard, after: 0, limit: 10_000 } as const
    facts.push(...(await store.query<'journal'>(question))._unsafeUnwrap().facts)
  }
  return facts
}
