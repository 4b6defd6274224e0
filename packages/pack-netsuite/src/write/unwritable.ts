import type { MappingError } from '@canonry/mapping'
import type { Currency, Ref } from '@canonry/model'
import type { Failure } from '@canonry/pack'
import { err, ok, type Result } from 'neverthrow'
import type { NetsuiteProfile } from '../profile.js'

/** Why an entity cannot be written, with every place and what was expected there. */
export function unwritable(errors: readonly MappingError[]): Failure {
  const reasons = errors.map(
    ({ entity, expected }) => `${entity || 'the whole'}: expected ${expected}`,
  )
  const message = `this cannot be written to NetSuite: ${reasons.join('; ')}`
  return { kind: 'contract.invalid', message }
}

/** What is in a currency that the profile does not name waits for it: no other one may stand for it. */
export function knownCurrency(
  currency: Currency,
  { account, profile }: { readonly account: string; readonly profile: NetsuiteProfile },
): Result<void, Failure> {
  if (Object.hasOwn(profile.currencies, currency)) return ok()
  const dependency: Ref = { system: 'netsuite', account, kind: 'currency', id: currency }
  const message = `it is in ${currency}, of which the profile names no internal id: name it (currencies: { ${currency}: … }). What waits goes on by itself then`
  return err({ kind: 'dependency.missing', owner: 'finance', message, dependency })
}
