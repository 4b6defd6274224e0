import { defineConfig } from 'tsup'
import { library } from '../../tsup.base'

export default defineConfig([
  { ...library(), clean: ['!thread.*'] },
  // what a thread needs of the workspace is a tenth of what it would read otherwise
  { ...library({ thread: 'src/thread.ts' }), clean: ['!index.*'], noExternal: [/^@canonry\//] },
])
