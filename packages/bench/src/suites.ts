import type { Suite } from './contest.js'
import { mappingSuite } from './mapping.js'
import { modelSuite } from './model.js'

/** Every suite by the name that `npm run bench -- <name>` calls it; made when it is asked for. */
export const suites: Readonly<Record<string, () => Suite>> = {
  mapping: mappingSuite,
  model: modelSuite,
}
