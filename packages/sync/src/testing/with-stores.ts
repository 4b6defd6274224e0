import type { Store } from '../store/store.js'
import type { OpenStore } from './conformance/conformance-case.js'

/**
 * Opens stores for a proof, and closes all of them when it has ended, however it has: what a store holds open
 * (threads, connections, files) would else pile up over hundreds of proofs.
 */
export async function withStores<T>(
  prove: (open: (how: OpenStore) => Promise<Store>) => Promise<T>,
): Promise<T> {
  const opened: Store[] = []
  const open = async (how: OpenStore) => {
    const store = await how()
    opened.push(store)
    return store
  }
  try {
    return await prove(open)
  } finally {
    // what closing answers is proven by a case of its own, and hides nothing that was found here
    for (const store of opened.reverse()) await store.close().unwrapOr(undefined)
  }
}
