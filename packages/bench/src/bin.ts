import { parseArgs } from 'node:util'
import { printReport } from './report.js'
import { runSuite } from './run-suite.js'
import { suites } from './suites.js'

const { values, positionals } = parseArgs({
  options: { json: { type: 'boolean', default: false } },
  allowPositionals: true,
})
const names = positionals.length > 0 ? positionals : Object.keys(suites)

for (const name of names) {
  const suite = Object.hasOwn(suites, name) ? suites[name] : undefined
  if (!suite) throw new Error(`no suite ${name}; there are ${Object.keys(suites).join(', ')}`)
  const report = runSuite(suite())
  process.stdout.write(`${values.json ? JSON.stringify(report, null, 2) : printReport(report)}\n\n`)
}
