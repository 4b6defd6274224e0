import { businessDate, type Instant, type LocalDate, type Ref, refKey } from '@canonry/model'
import type { Failure, Intent } from '@canonry/pack'
import { err, ok, type Result } from 'neverthrow'
import type { Store } from '../profile.js'
import type { Service } from './service.js'

/** The store of a till's location: the profile's, else the location that the crosswalk knows. */
export function storeOf(
  location: Ref,
  { service, intent }: { service: Service; intent: Intent },
): Result<Store, Failure> {
  if (location.system === 'netsuite' && location.account === service.account) {
    return ok({ location: location.id })
  }
  const key = refKey(location)
  const { locations } = service.profile
  const named = Object.hasOwn(locations, key) ? locations[key] : undefined
  if (named) return ok(named)
  const link = Object.hasOwn(intent.links, key) ? intent.links[key] : undefined
  if (link?.kind === 'location') return ok({ location: link.id })
  const message = `NetSuite has no location for the store ${key}: name it in the profile (locations: { "${key}": … }). What it sold is booked then`
  return err({ kind: 'dependency.missing', message, dependency: location })
}

/** The store's date of a moment; `undefined` where its time zone is not known. */
export function dayOf(at: Instant, { zone, cutOver }: Store): LocalDate | undefined {
  if (zone === undefined) return undefined
  return businessDate(at, { zone, ...(cutOver && { cutOver }) }).unwrapOr(undefined)
}
