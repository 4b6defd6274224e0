import fc from 'fast-check'
import { memoryStore } from '../../memory-store/memory-store.js'
import type { Store } from '../../store/store.js'
import { claimBy, storeCommands } from './commands.js'
import { compareBoth, createPair } from './pair.js'

/** How long and how a store is compared with the model. */
export interface ComparisonOptions {
  /** Default 100. */
  readonly runs?: number
  /** Repeats a run; it stands in the message of a failure. */
  readonly seed?: number
}

/**
 * Asks a store and the memory store the same things, in any order, and compares after each what they
 * answer and all that can be seen of them; a second tenant of the store must see nothing of it.
 *
 * Rejects with the shortest list of commands after which the two differ. Needs `fast-check`.
 */
export async function compareWithModel(
  create: () => Store | Promise<Store>,
  { runs = 100, seed }: ComparisonOptions = {},
): Promise<void> {
  const property = fc.asyncProperty(storeCommands, async (commands) => {
    const store = await create()
    const pair = createPair(memoryStore().open('acme'), store.open('acme'))
    const done: string[] = []
    for (const { name, run } of [claimBy('worker-1'), ...commands]) {
      done.push(name)
      try {
        await run(pair)
        await compareBoth(pair)
      } catch (problem) {
        throw new Error(`after these commands:\n${done.join('\n')}`, { cause: problem })
      }
    }
    // whatever one tenant did, another one of the same store has nothing
    await compareBoth(createPair(memoryStore().open('other'), store.open('other')))
  })
  await fc.assert(property, { numRuns: runs, ...(seed !== undefined && { seed }) })
}
