import { proveSeeds } from './prove-seeds.js'

proveSeeds(2)
