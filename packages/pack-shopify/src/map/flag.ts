import { cases, type Leaf } from '@canonry/mapping'

/** A truth value that older documents leave out where it is not so. */
export const unlessMissing: Leaf<boolean | null, boolean> = cases(
  [false, false],
  [true, true],
  [null, false],
)

/** A truth value that older documents leave out where it is so. */
export const evenIfMissing: Leaf<boolean | null, boolean> = cases(
  [true, true],
  [false, false],
  [null, true],
)
