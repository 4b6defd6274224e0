import { parseArgs } from 'node:util'
import { measureCapacity } from './capacity/measure-capacity.js'
import { measureImportCost, printImportCost } from './import-cost.js'
import { measurePackMemory, printPackMemory } from './pack-memory.js'
import { measureFaults, measurePeers } from './peers/measure-peers.js'
import { printReport } from './report.js'
import { runSuite } from './run-suite.js'
import { suites } from './suites.js'
import { measureHeldSnapshot } from './sync/held-snapshot.js'
import { measureSync } from './sync/measure-sync.js'
import { measureTransports } from './transports/measure-transports.js'
import { measureTypeCost, printTypeCost } from './type-cost.js'
import { writeInto } from './write-into.js'

const { values, positionals } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    workloads: { type: 'string' },
    systems: { type: 'string' },
    seconds: { type: 'string', default: '4' },
    repeats: { type: 'string', default: '3' },
    scale: { type: 'string', default: '1' },
    write: { type: 'string' },
  },
  allowPositionals: true,
})
const question = {
  ...values,
  seconds: Number(values.seconds),
  repeats: Number(values.repeats),
  scale: Number(values.scale),
}
const readings: Readonly<Record<string, () => string | Promise<string>>> = {
  sync: measureSync,
  snapshot: measureHeldSnapshot,
  transports: measureTransports,
  capacity: () => measureCapacity(Number(values.scale)),
  peers: () => measurePeers(question),
  'peers-faults': () => measureFaults(question),
  import: () => printImportCost(measureImportCost()),
  memory: () => printPackMemory(measurePackMemory()),
  types: () => printTypeCost(measureTypeCost()),
}
const known = [...Object.keys(suites), ...Object.keys(readings)]
const names = positionals.length > 0 ? positionals : Object.keys(suites)
const unknown = names.filter((name) => !known.includes(name))

if (unknown.length > 0) {
  process.stderr.write(`no suite ${unknown}; there are: ${known}\n`)
  process.exitCode = 2
} else {
  for (const suite of names.flatMap((name) => suites[name]?.() ?? [])) {
    const report = await runSuite(suite)
    process.stdout.write(values.json ? JSON.stringify(report, null, 2) : printReport(report))
    process.stdout.write('\n\n')
  }
  for (const name of names) {
    const reading = await readings[name]?.()
    if (reading) process.stdout.write(`${reading}\n\n`)
    if (reading && values.write !== undefined) writeInto(values.write, { name, reading })
  }
}
