import { createHash } from 'node:crypto'

/** The channel on which the processes of a schema wake each other. */
export function channelOf(schema: string): string {
  return `canonry_${short(schema)}`
}

/** What is told on it: a name of the tenant. */
export function payloadOf(tenant: string): string {
  return short(tenant)
}

// a channel takes 63 bytes, and neither of them a quote
function short(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32)
}
