import type { Acknowledgement, Delivery } from '../transport/transport.js'

/** What is to become of one message: it is safe, it comes again, or nobody can take it. */
export type Verdict =
  | { readonly kind: 'safe' | 'later' }
  | { readonly kind: 'refused'; readonly reason: string; readonly message: string }

/**
 * What is said about a batch, in its order.
 *
 * What stands behind something of its key that comes again comes again, too, whatever became of it:
 * so that of a key nothing is done before what came earlier.
 */
export function acknowledgementsOf(
  deliveries: readonly Delivery[],
  { verdicts, delayMs }: { readonly verdicts: readonly Verdict[]; readonly delayMs: number },
): readonly Acknowledgement[] {
  const behind = new Set<string>()
  return deliveries.map(({ key, receipt }, index) => {
    const kind = verdicts[index]?.kind ?? 'later'
    if (kind === 'later') behind.add(key)
    if (behind.has(key)) return { receipt, as: 'retry', delayMs }
    return { receipt, as: kind === 'safe' ? 'done' : 'reject' }
  })
}
