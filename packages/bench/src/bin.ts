import { parseArgs } from 'node:util'
import { printReport } from './report.js'
import { runSuite } from './run-suite.js'
import { suites } from './suites.js'

const { values, positionals } = parseArgs({
  options: { json: { type: 'boolean', default: false } },
  allowPositionals: true,
})
const names = positionals.length > 0 ? positionals : Object.keys(suites)
const unknown = names.filter((name) => !Object.hasOwn(suites, name))

if (unknown.length > 0) {
  process.stderr.write(`no suite ${unknown}; there are: ${Object.keys(suites)}\n`)
  process.exitCode = 2
} else {
  for (const suite of names.flatMap((name) => suites[name]?.() ?? [])) {
    const report = await runSuite(suite)
    process.stdout.write(values.json ? JSON.stringify(report, null, 2) : printReport(report))
    process.stdout.write('\n\n')
  }
}
