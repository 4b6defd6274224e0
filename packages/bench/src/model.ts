import type { Suite } from './contest.js'
import { allocationContest } from './model/allocation.js'
import { sumContest } from './model/sum.js'
import { validationContest } from './model/validation.js'
import { wireContests } from './model/wire.js'

/** Values, allocation, validation, and reading wire text without loss. */
export function modelSuite(): Suite {
  return {
    name: 'model',
    peers: ['ajv', 'big.js', 'decimal.js', 'dinero.js', 'zod'],
    contests: [sumContest(), allocationContest(), validationContest(), ...wireContests()],
  }
}
