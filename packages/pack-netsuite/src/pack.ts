import { LocalDate } from '@canonry/model'
import { definePack, type Pack } from '@canonry/pack'
import { createConnector } from './connector/connector.js'
import type { NetsuiteOptions } from './connector/options.js'
import { NetsuiteProfile } from './profile.js'
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
    const profile = NetsuiteProfile.parse(options.profile)
    LocalDate.optional().parse(options.movesFrom)
    const resources = resourcesOf(profile).map((resource) => [resource.name, resource] as const)
    return { ...pack.connect(options), resources: Object.fromEntries(resources) }
  },
}
