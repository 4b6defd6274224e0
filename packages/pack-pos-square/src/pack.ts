import { definePack, type Pack } from '@canonry/pack'
import { squareConnector } from './connector/connector.js'
import type { SquareOptions } from './connector/options.js'
import { RESOURCES, VERSIONS } from './resources.js'
import { webhooksAt } from './webhooks.js'

const [NEWEST] = VERSIONS

const pack = definePack<SquareOptions>({
  system: 'square',
  versions: VERSIONS,
  resources: RESOURCES,
  webhooks: webhooksAt(),
  account: ({ merchant }) => merchant,
  connector: (options, ports) => squareConnector({ apiVersion: NEWEST, ...options }, ports),
})

/**
 * Square: what tills sell and take back, payments, locations, items, and stock, which is read and
 * written.
 *
 * A connection's webhooks are checked against the URL that they were registered with.
 */
export const square: Pack<SquareOptions> = {
  ...pack,
  connect: (options) => ({
    ...pack.connect(options),
    webhooks: webhooksAt(options.notificationUrl),
  }),
}
