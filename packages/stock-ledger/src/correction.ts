import { Decimal, Instant, Ref, Unit } from '@canonry/model'
import { z } from 'zod'

const name = z.string().min(1)

/**
 * That the goods of a position are to be set right, in the system that is not: by how much, and at
 * which of its locations. A system's own name for what is moved is in `variant`.
 */
export const Correction = z.object({
  /** The position, the system and since when: one correction of one difference. */
  id: name,
  item: name,
  variant: Ref,
  location: Ref,
  unit: Unit,
  /** Above zero: it has too few. */
  by: Decimal,
  at: Instant,
  /** `customer` where buyers have it, or had it; absent where nobody knows. */
  outside: z.literal('customer').optional(),
  reason: name,
})
export type Correction = z.infer<typeof Correction>
