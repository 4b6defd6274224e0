import type { Env } from '@canonry/pack'
import type { Delivery, Transport } from '../transport/transport.js'

/** Does work with deliveries, and holds them on for as long as it takes. */
export async function whileHeld<T>(
  { env, transport, deliveries }: HeldDeliveries,
  work: () => Promise<T>,
): Promise<T> {
  const { holdMs, extends: extend } = transport.capabilities
  if (holdMs === undefined || !extend) return work()
  const done = new AbortController()
  const holding = holdOn({ env, transport, deliveries }, { everyMs: holdMs / 3, done: done.signal })
  try {
    return await work()
  } finally {
    done.abort()
    await holding
  }
}

interface HeldDeliveries {
  readonly env: Env
  readonly transport: Transport
  readonly deliveries: readonly Delivery[]
}

async function holdOn(
  { env, transport, deliveries }: HeldDeliveries,
  { everyMs, done }: { everyMs: number; done: AbortSignal },
): Promise<void> {
  await env.sleep(everyMs, done)
  while (!done.aborted) {
    const extended = deliveries.map(({ receipt }) => ({ receipt, as: 'extend' }) as const)
    await transport.acknowledge(extended).unwrapOr([])
    await env.sleep(everyMs, done)
  }
}
