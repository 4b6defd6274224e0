import type { Finding } from '../entity/finding.js'
import { findingIf } from '../entity/finding-if.js'
import { compareInstants, type Instant } from '../value/instant.js'

/** From when on something holds, and from when on no more; an open side has no limit. */
export interface Validity {
  readonly validFrom?: Instant | undefined
  readonly validTo?: Instant | undefined
}

/** Whether something holds at a moment: its start belongs to it, its end no more. */
export function isValidAt({ validFrom, validTo }: Validity, at: Instant): boolean {
  const started = validFrom === undefined || compareInstants(validFrom, at) <= 0
  return started && (validTo === undefined || compareInstants(at, validTo) < 0)
}

/** A validity that ends before it begins. */
export function checkValidity({ validFrom, validTo }: Validity): Finding[] {
  const wrong =
    validFrom !== undefined && validTo !== undefined && compareInstants(validFrom, validTo) >= 0
  return findingIf(wrong, {
    code: 'never-valid',
    path: '/validTo',
    message: `it ends at ${validTo}, which is not after its start at ${validFrom}`,
  })
}
