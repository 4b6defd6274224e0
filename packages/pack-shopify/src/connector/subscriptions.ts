import { readWire } from '@canonry/mapping'
import { type Failure, valueAt } from '@canonry/pack'
import { err, ok, type Result } from 'neverthrow'
import { NOT_THERE } from './classify.js'
import type { Call } from './orders.js'

/**
 * Subscribes an address to the topics that the pack listens to and that it does not get yet, and
 * answers those. Subscriptions of other addresses stay as they are.
 *
 * Shopify drops a subscription whose deliveries failed too often in a row.
 * Sources: https://shopify.dev/docs/api/admin-rest/latest/resources/webhook,
 * https://shopify.dev/docs/apps/build/webhooks/troubleshooting-webhooks
 */
export async function subscribeTo(
  address: string,
  { call, topics }: { readonly call: Call; readonly topics: readonly string[] },
): Promise<Result<readonly string[], Failure>> {
  // one address has no topic twice, so that one page holds all
  const listed = await call({
    path: `webhooks.json?limit=250&address=${encodeURIComponent(address)}`,
  })
  if (listed.isErr()) return err(listed.error)
  if (listed.value === undefined) return err(NOT_THERE)
  const told = topicsIn(listed.value.text, address)
  const missing = topics.filter((topic) => !told.has(topic))
  for (const topic of missing) {
    const body = JSON.stringify({ webhook: { topic, address, format: 'json' } })
    const made = await call({ path: 'webhooks.json', body })
    if (made.isErr()) return err(refusalOf(topic, made.error))
    if (made.value === undefined) return err(NOT_THERE)
    if (!saysSo(made.value.text)) return err(notSaid(topic))
  }
  return ok(missing)
}

function refusalOf(topic: string, failure: Failure): Failure {
  if (failure.kind !== 'contract.invalid') return failure
  const message = `${failure.message}, for a webhook of ${topic}: its address must be public and begin with https, and the app needs the scope of the topic (read_orders, or read_inventory for stock)`
  return { ...failure, message }
}

function saysSo(text: string): boolean {
  return readWire(text)
    .map((wire) => valueAt(wire, '/webhook/id') !== undefined)
    .unwrapOr(false)
}

function notSaid(topic: string): Failure {
  const message = `Shopify does not say that it made the webhook of ${topic}: it is looked for again`
  return { kind: 'transient.definite', message }
}

function topicsIn(text: string, address: string): ReadonlySet<unknown> {
  const webhooks = readWire(text)
    .map((wire) => valueAt(wire, '/webhooks'))
    .unwrapOr([])
  const own = (Array.isArray(webhooks) ? webhooks : []).filter(
    (webhook: unknown) => valueAt(webhook, '/address') === address,
  )
  return new Set(own.map((webhook: unknown) => valueAt(webhook, '/topic')))
}
