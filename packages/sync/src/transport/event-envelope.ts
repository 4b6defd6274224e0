import type { CanonicalEvent } from '@canonry/model'
import type { Envelope } from './transport.js'

/**
 * How an event lies in a message: `structured` is one JSON document with everything, `binary` has the
 * entity alone in the body and the attributes in headers `ce-…`.
 */
export type EventMode = 'structured' | 'binary'

/**
 * An event as a message, by the HTTP binding of CloudEvents 1.0.2, which those of brokers repeat
 * (https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md).
 */
export function eventEnvelope(event: CanonicalEvent, mode: EventMode): Envelope {
  const { id, subject: key } = event
  if (mode === 'structured') {
    const headers = { 'content-type': 'application/cloudevents+json; charset=UTF-8' }
    return { id, key, headers, body: UTF8.encode(JSON.stringify(event)) }
  }
  const { data, datacontenttype, ...attributes } = event
  const headers = Object.entries(attributes).map(([name, value]) => [`ce-${name}`, encoded(value)])
  return {
    id,
    key,
    headers: { 'content-type': datacontenttype, ...Object.fromEntries(headers) },
    body: UTF8.encode(JSON.stringify(data)),
  }
}

const UTF8 = new TextEncoder()

// section 3.1.3.2: what is no printable ASCII, and space, " and % are written as their bytes
function encoded(value: unknown): string {
  return String(value)
    .replace(/\p{Surrogate}/gu, '\uFFFD')
    .replace(/[^!#$&-~]/gu, encodeURIComponent)
}
