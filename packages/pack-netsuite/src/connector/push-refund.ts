import type { Intent, PushOutcome } from '@canonry/pack'
import { bringSale, knownSale, type NewSale } from './bring-sale.js'
import { failedOutcome } from './outcome.js'
import { prepareRefund } from './prepare-refund.js'
import type { Service } from './service.js'

/** Brings a refund of a till to NetSuite, as a cash refund. */
export async function pushRefund(service: Service, intent: Intent): Promise<PushOutcome | NewSale> {
  const before = await knownSale(service, intent, 'cashRefund')
  if (before.isErr()) return failedOutcome(before.error)
  const prepared = await prepareRefund(service, intent, before.value)
  if (prepared.isErr()) return failedOutcome(prepared.error)
  return bringSale(service, { ...prepared.value, key: intent.key }, before.value)
}

/** A cash refund is posted, and money that went back cannot be taken back by a record. */
export async function cancelRefund(): Promise<PushOutcome> {
  const message =
    'a refund that went back cannot be cancelled: finance voids the cash refund in NetSuite'
  return failedOutcome({ kind: 'business.rejected', owner: 'finance', message })
}
