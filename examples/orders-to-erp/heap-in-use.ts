import { constants, type PerformanceEntry, PerformanceObserver } from 'node:perf_hooks'

/**
 * Watches what really lives on the heap: bytes in use when a full collection has ended, which is far less
 * than what the process holds of the machine's memory. Asks for no collection by itself.
 */
export function watchHeap(): () => number {
  let inUse = process.memoryUsage().heapUsed
  const observer = new PerformanceObserver((list) => {
    if (list.getEntries().some(isFull)) inUse = process.memoryUsage().heapUsed
  })
  observer.observe({ entryTypes: ['gc'] })
  return () => inUse
}

function isFull(entry: PerformanceEntry): boolean {
  const { kind } = ('detail' in entry ? entry.detail : {}) as { readonly kind?: number }
  return kind === constants.NODE_PERFORMANCE_GC_MAJOR
}
