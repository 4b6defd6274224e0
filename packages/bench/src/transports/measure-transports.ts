import { cpus } from 'node:os'
import { median } from '../statistics.js'
import { natsWorkloads, type Throughput } from './nats-workloads.js'

const ROUNDS = 3
const MESSAGES = 100_000
const TARGET = 40_000

/** Runs the workloads of transports on servers of their own; the median of some rounds. */
export async function measureTransports(): Promise<string> {
  const rounds: (readonly Throughput[])[] = []
  for (let round = 0; round < ROUNDS; round += 1) rounds.push(await natsWorkloads(MESSAGES))
  const rows = (rounds[0] ?? []).map(({ name }, at) => {
    const each = rounds.flatMap((round) => round[at] ?? [])
    return print(name, each)
  })
  const cpu = `${cpus().length} × ${cpus()[0]?.model.trim()}`
  const head = [
    '|  | figure (median) | each round | target |  | oracle |',
    '| --- | ---: | --- | ---: | --- | --- |',
  ]
  const about = `${MESSAGES} messages of 1,000 keys, server and client on this machine`
  return [
    `# transports\n\nNode ${process.version}, ${cpu}; NATS: ${about}`,
    [...head, ...rows].join('\n'),
  ].join('\n\n')
}

function print(name: string, rounds: readonly Throughput[]): string {
  const figures = rounds.map(({ perSecond }) => perSecond)
  const [violation] = rounds.flatMap(({ violations }) => violations)
  const figure = violation === undefined ? `${round(median(figures))}/s` : 'none'
  const verdict = median(figures) >= TARGET ? 'reached' : 'MISSED'
  const oracle = violation ?? '0 lost, 0 double, in order'
  return `| ${name} | ${figure} | ${figures.map(round).join(', ')} | ${round(TARGET)}/s | ${verdict} | ${oracle} |`
}

function round(value: number): string {
  return Math.round(value).toLocaleString('en-GB')
}
