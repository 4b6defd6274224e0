import { defineConfig } from 'tsup'
import { library } from '../../tsup.base'

export default defineConfig(
  library({
    index: 'src/index.ts',
    'simulator/index': 'src/simulator/index.ts',
    'testing/index': 'src/testing/index.ts',
  }),
)
