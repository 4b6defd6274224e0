import type { Suite } from './contest.js'
import { orderContests } from './mapping/order-contests.js'
import { ruleContests } from './mapping/rule-contests.js'

/** Reading and writing full-size orders, and what one field costs. */
export function mappingSuite(): Suite {
  return {
    name: 'mapping',
    peers: ['jsonata', 'zod'],
    contests: [...orderContests(), ...ruleContests()],
  }
}
