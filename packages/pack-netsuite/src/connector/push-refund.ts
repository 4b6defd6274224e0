import type { Intent, PushOutcome } from '@canonry/pack'
import { externalIdOf } from '../external-id.js'
import { bringSale, knownSale, type NewSale } from './bring-sale.js'
import { failedOutcome } from './outcome.js'
import { prepareRefund } from './prepare-refund.js'
import { readRecord } from './records.js'
import { externalRef, type Service } from './service.js'

/** Brings a refund of a till to NetSuite, as a cash refund. */
export async function pushRefund(service: Service, intent: Intent): Promise<PushOutcome | NewSale> {
  const before = await knownSale(service, intent, 'cashRefund')
  if (before.isErr()) return failedOutcome(before.error)
  const prepared = await prepareRefund(service, intent, before.value)
  if (prepared.isErr()) return failedOutcome(prepared.error)
  return bringSale(service, { ...prepared.value, key: intent.key }, before.value)
}

/** Nothing, where none was booked; a cash refund is posted, and finance alone takes it back. */
export async function cancelRefund(service: Service, intent: Intent): Promise<PushOutcome> {
  const type = 'cashRefund'
  const id = `eid:${externalIdOf(intent.source)}`
  const booked = await readRecord(service.client, { type, id })
  if (booked.isErr()) return failedOutcome(booked.error)
  if (!booked.value)
    return { kind: 'no-op', ref: externalRef(service, { type, source: intent.source }) }
  const message =
    'the money did not go back, or the return was cancelled, after its cash refund was posted: finance voids it in NetSuite'
  return failedOutcome({ kind: 'business.rejected', owner: 'finance', message })
}
