import { systemEnv } from '@canonry/pack'

const LOOK_AGAIN_MS = 5

/** Whether something comes about in time. */
export async function within(event: Promise<unknown>, seconds: number): Promise<boolean> {
  const late = new AbortController()
  const timer = systemEnv().sleep(seconds * 1_000, late.signal)
  const isInTime = await Promise.race([event.then(() => true), timer.then(() => false)])
  late.abort()
  return isInTime
}

/** Resolves once a condition holds; answers whether it did so in time. */
export async function holds(condition: () => boolean, seconds: number): Promise<boolean> {
  const end = performance.now() + seconds * 1_000
  while (!condition()) {
    if (performance.now() > end) return false
    await systemEnv().sleep(LOOK_AGAIN_MS)
  }
  return true
}

/** Resolves after a while. */
export function pause(seconds: number): Promise<void> {
  return systemEnv().sleep(seconds * 1_000)
}
