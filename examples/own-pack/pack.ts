import { definePack, type Resource, valueAt } from '@canonry/pack'
import { branchMapping } from './branch-mapping.js'
import { type DirectoryOptions, directoryConnector } from './connector.js'

// #region pack
const branch: Resource = {
  name: 'branch@api',
  kind: 'Branch',
  versions: { from: '1' },
  revision: 1,
  parts: [{ entity: 'location', mapping: branchMapping }],
  version: (wire) => {
    const changed = valueAt(wire, '/changed')
    return typeof changed === 'string' ? changed : undefined
  },
}

/** The directory of our branches. */
export const directory = definePack<DirectoryOptions>({
  system: 'directory',
  versions: ['1'],
  resources: [branch],
  account: ({ account }) => account,
  connector: directoryConnector,
})
// #endregion pack
