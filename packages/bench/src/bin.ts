import { parseArgs } from 'node:util'
import { printReport } from './report.js'
import { runSuite } from './run-suite.js'
import { suites } from './suites.js'
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
// each is loaded when it is asked for: packages of peers slow down everything that runs in one process with them
const readings: Readonly<Record<string, () => Promise<string>>> = {
  sync: async () => (await import('./sync/measure-sync.js')).measureSync(),
  snapshot: async () => (await import('./sync/held-snapshot.js')).measureHeldSnapshot(),
  transports: async () => (await import('./transports/measure-transports.js')).measureTransports(),
  capacity: async () =>
    (await import('./capacity/measure-capacity.js')).measureCapacity(Number(values.scale)),
  peers: async () => (await import('./peers/measure-peers.js')).measurePeers(question),
  'peers-faults': async () => (await import('./peers/measure-peers.js')).measureFaults(question),
  import: async () => {
    const { measureImportCost, printImportCost } = await import('./import-cost.js')
    return printImportCost(measureImportCost())
  },
  memory: async () => {
    const { measurePackMemory, printPackMemory } = await import('./pack-memory.js')
    return printPackMemory(measurePackMemory())
  },
  types: async () => {
    const { measureTypeCost, printTypeCost } = await import('./type-cost.js')
    return printTypeCost(measureTypeCost())
  },
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
