import { describeLeaves } from '../../pack/test/describe-leaves.js'
import { customerMapping } from '../src/map/customer.js'
import { salesOrderMapping } from '../src/map/sales-order.js'
import { profile } from './map-overrides.js'
import { ACCOUNT } from './world.js'

const context = { system: 'netsuite', account: ACCOUNT }

describeLeaves([salesOrderMapping(profile), customerMapping], context)
