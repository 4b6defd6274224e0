import { definePack, type Pack } from '@canonry/pack'
import { checkedOptions } from './check-options.js'
import { createConnector } from './connector/connector.js'
import type { NetsuiteOptions } from './connector/options.js'
import { resourcesOf, VERSION } from './resources.js'

const pack = definePack<NetsuiteOptions>({
  system: 'netsuite',
  versions: [VERSION],
  resources: resourcesOf({ currencies: {} }),
  account: ({ account }) => account,
  connector: (options, ports) => createConnector({ apiVersion: VERSION, ...options }, ports),
})

/**
 * Oracle NetSuite: orders become sales orders, customers become customers, over SuiteTalk REST.
 *
 * `connect` checks the profile and days, and throws where they are none. A connection's own resources know the
 * currencies of its profile; the pack's, which documents are made from, know none.
 */
export const netsuite: Pack<NetsuiteOptions> = {
  ...pack,
  connect(options) {
    const connection = pack.connect(options)
    const profile = checkedOptions(options)
    const resources = resourcesOf(profile).map((resource) => [resource.name, resource] as const)
    return { ...connection, resources: Object.fromEntries(resources) }
  },
}
