import { defineConfig } from 'tsup'
import { library } from '../../tsup.base'

export default defineConfig(
  library({
    index: 'src/index.ts',
    'testing/index': 'src/testing/index.ts',
    'testing/crash/index': 'src/testing/crash/index.ts',
    'testing/model/index': 'src/testing/model/index.ts',
  }),
)
