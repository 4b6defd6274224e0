import type { MappingError } from '@canonry/mapping'
import type { Failure } from '@canonry/pack'

/** Why an entity cannot be written, with every place and what was expected there. */
export function unwritable(errors: readonly MappingError[]): Failure {
  const reasons = errors.map(
    ({ entity, expected }) => `${entity || 'the whole'}: expected ${expected}`,
  )
  const message = `this cannot be written to NetSuite: ${reasons.join('; ')}`
  return { kind: 'contract.invalid', message }
}
