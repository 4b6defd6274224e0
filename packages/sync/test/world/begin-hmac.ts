import { createHmac } from 'node:crypto'
import type { WebhookRules } from '@canonry/pack'
import { err, ok } from 'neverthrow'

/** The signature check of a shop that signs the raw body, in hex, under `x-signature`. */
export const beginHmac: WebhookRules['begin'] = ({ headers, secrets }) => {
  const given = headers.get('x-signature')
  if (!given) return err({ kind: 'unsigned' })
  const macs = secrets.map((secret) => createHmac('sha256', secret))
  return ok({
    update: (chunk) => {
      for (const mac of macs) mac.update(chunk)
    },
    holds: () => macs.map((mac) => mac.digest('hex') === given).includes(true),
  })
}
