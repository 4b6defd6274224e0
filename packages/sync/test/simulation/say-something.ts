import type { Step, WorldPorts } from '@canonry/sync/testing'
import { shopRef } from './retail-bodies.js'
import { type Said, type SpokenDocument, webhookOf } from './spoken-system.js'

/** Makes a step in which the shop sends a text that says nothing new about any order. */
export type SaySomething = (name: string, text: string, said?: Said) => Step

/** A maker of such steps. */
export function saySomethingOf(ports: WorldPorts): SaySomething {
  return (name, text, said = {}) => ({
    name,
    act: () =>
      ports.deliver({
        connection: 'shop',
        name,
        request: () => webhookOf(text, { entity: 'order', said }),
      }),
  })
}

/** An order that nobody can read: it breaks off. */
export const POISON = '{"id": "poison", "body": '

/** A document about an order, without a body. */
export function nested(id: string, depth: number): string {
  const deep = `${'['.repeat(depth)}${']'.repeat(depth)}`
  return `{"id": "${id}", "deep": ${deep}}`
}

/** A document about an order that is longer than what is kept. */
export function longer(id: string, bytes: number): string {
  return `{"id": "${id}", "filling": "${'x'.repeat(bytes)}"}`
}

/** What the ERP tells when it has booked an order of the shop: its own name beside the shop's. */
export function echoOf(id: string, document: SpokenDocument): SpokenDocument {
  const own = { system: 'erp', account: 'main', kind: 'order', id: `order-${id}` }
  return { ...document, body: { ...document.body, refs: [own, shopRef('order', id)] } }
}
