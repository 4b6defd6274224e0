import { postgres } from '@canonry/store-postgres'
import { crashProgram } from '@canonry/sync/testing/crash'
import { placeOf } from './crash-place.js'

await crashProgram((location) => {
  const { url, schema } = placeOf(location)
  return postgres(url, { schema, connections: 4 })
})
