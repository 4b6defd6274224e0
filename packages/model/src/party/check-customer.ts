import { checkRefs } from '../entity/check-refs.js'
import type { Finding } from '../entity/finding.js'
import type { Customer } from './customer.js'

/** What does not hold in a customer: names that stand twice, and two words on one consent. */
export function checkCustomer({ refs, consents = [] }: Customer): Finding[] {
  const asked = consents.map(({ purpose, channel }) => JSON.stringify([purpose, channel]))
  const repeated = consents.flatMap(({ purpose, channel }, index) => {
    if (asked.indexOf(asked[index] ?? '') === index) return []
    const way = channel === undefined ? '' : ` by ${channel}`
    const message = `the customer is said twice to have agreed, or not, to ${purpose}${way}: which one holds is unknown`
    return [{ code: 'duplicate-consent', path: `/consents/${index}`, message }]
  })
  return [...checkRefs(refs), ...repeated]
}
