import { describeLeaves } from '../../pack/test/describe-leaves.js'
import { customerMapping } from '../src/map/customer.js'
import { orderMapping } from '../src/map/order.js'

describeLeaves([orderMapping, customerMapping], { system: 'shopify', account: 'acme' })
