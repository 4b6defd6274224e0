import { postgres } from '@canonry/store-postgres'
import { crashProgram } from '@canonry/sync/testing/crash'
import { SERVER } from './postgres-server.js'

await crashProgram((schema) => postgres(SERVER, { schema, connections: 4 }))
