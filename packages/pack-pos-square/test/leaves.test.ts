import { describeLeaves } from '../../pack/test/describe-leaves.js'
import { RESOURCES } from '../src/resources.js'

const mappings = new Set(RESOURCES.flatMap(({ parts }) => parts.map(({ mapping }) => mapping)))

describeLeaves([...mappings], { system: 'square', account: 'M1' })
