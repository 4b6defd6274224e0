import { contractOf, Order, validatorOf } from '@canonry/model'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { type Contest, contest } from '../contest.js'
import { tenLineOrders } from '../inputs/orders.js'

interface Parsed {
  readonly text: string
  readonly value: unknown
}

/** Whether a parsed value is an order, against parsing the order's text. */
export function validationContest(): Contest {
  const isOrder = validatorOf(Order)
  const ajv = new Ajv2020({ strict: false })
  addFormats(ajv)
  const checkByAjv = ajv.compile(contractOf('order'))
  return contest<Parsed, unknown>({
    name: 'validation of a 10-line order',
    target: { measure: 'time', atMost: 0.35 },
    inputs: tenLineOrders().map((order) => {
      const text = JSON.stringify(order)
      return { text, value: JSON.parse(text) }
    }),
    entrants: [
      { name: 'validatorOf', role: 'ours', run: ({ value }) => isOrder(value) },
      {
        name: 'JSON.parse of its text',
        role: 'rival',
        run: ({ text }) => JSON.parse(text),
        agrees: (order) => isOrder(order),
      },
      { name: 'zod safeParse', role: 'aside', run: ({ value }) => Order.safeParse(value).success },
      { name: 'ajv, the published contract', role: 'aside', run: ({ value }) => checkByAjv(value) },
    ],
  })
}
