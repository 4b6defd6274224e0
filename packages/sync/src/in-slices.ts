import type { Env } from '@canonry/pack'

const SLICE_MS = 1

/**
 * Does something with each item, in order, and lets others have their turn whenever that has taken a
 * millisecond: whoever hears webhooks in the same process is not kept waiting.
 */
export async function inSlices<T>(
  items: readonly T[],
  { env, work }: { env: Pick<Env, 'elapsed' | 'sleep'>; work: (item: T) => void },
): Promise<void> {
  let began = env.elapsed()
  for (const item of items) {
    if (env.elapsed() - began >= SLICE_MS) {
      await env.sleep(0)
      began = env.elapsed()
    }
    work(item)
  }
}
