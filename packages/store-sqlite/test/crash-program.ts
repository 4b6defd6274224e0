import { sqlite } from '@canonry/store-sqlite'
import { crashProgram } from '@canonry/sync/testing/crash'

await crashProgram(sqlite)
