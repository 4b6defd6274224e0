import type { Suite } from './contest.js'
import { modelSuite } from './model.js'

/** Every suite by the name that `npm run bench -- <name>` calls it; made when it is asked for. */
export const suites: Readonly<Record<string, () => Suite>> = { model: modelSuite }
