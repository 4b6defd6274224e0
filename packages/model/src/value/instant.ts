import { z } from 'zod'

/**
 * A moment as RFC 3339 text with its offset: `2026-11-24T10:15:00+01:00`.
 *
 * The offset is kept as given. Text order is not time order: compare with {@link instantMs}.
 */
export const Instant = z.iso.datetime({ offset: true })
export type Instant = z.infer<typeof Instant>

/** The instant in milliseconds since the Unix epoch. */
export function instantMs(instant: Instant): number {
  return Date.parse(instant)
}
