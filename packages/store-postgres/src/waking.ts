import { createHash } from 'node:crypto'

/** The channel on which the processes of a schema wake each other. */
export function channelOf(schema: string): string {
  return `canonry_${short(schema)}`
}

/** Who tells or hears of a tenant: one of those that opened it. */
export interface Voice {
  readonly tenant: string
  /** Nobody else's, in whatever process. */
  readonly name: string
}

/** What is told on it: a name of the tenant, and who tells it. */
export function payloadOf({ tenant, name }: Voice): string {
  return `${short(tenant)} ${name}`
}

/** What {@link payloadOf} told: `tenant` is the same name for the same tenant. */
export function heardIn(payload: string): Voice {
  const [tenant = '', name = ''] = payload.split(' ')
  return { tenant, name }
}

// a channel takes 63 bytes, and neither of them a quote
function short(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32)
}
