import type { Contest, Target } from './contest.js'
import type { Figure } from './measure.js'

/** What was measured in one run of a suite, and where. */
export interface Report {
  readonly suite: string
  readonly node: string
  readonly cpu: string
  readonly peers: Readonly<Record<string, string>>
  readonly contests: readonly ContestReport[]
}

/** One contest's figures, and whether ours reached its target; without a target, `undefined`. */
export interface ContestReport {
  readonly name: string
  readonly target: Target | undefined
  readonly reached: boolean | undefined
  readonly figures: readonly Figure[]
}

/** Holds a contest's figures against its target. */
export function judge({ name, target }: Contest, figures: readonly Figure[]): ContestReport {
  const ours = figures.filter(({ role }) => role === 'ours')
  const reached = target && ours.every((figure) => reaches(figure, target))
  return { name, target, reached, figures }
}

/** The report as a page of text: Markdown tables, so that it can be copied into documents. */
export function printReport({ suite, node, cpu, peers, contests }: Report): string {
  const versions = Object.entries(peers).map(([name, version]) => `${name} ${version}`)
  const head = `# ${suite}\n\nNode ${node}, ${cpu}; ${versions.join(', ')}`
  return [head, ...contests.map(printContest)].join('\n\n')
}

function printContest({ name, target, reached, figures }: ContestReport): string {
  const base = figures.filter(({ role }) => role === 'rival').sort(byTime)[0] as Figure
  const rows = figures.map(({ name, role, medianNs, spread, time }) =>
    row([
      role === 'ours' ? `**${name}**` : name,
      printNs(medianNs),
      `± ${(spread * 50).toFixed(0)} %`,
      time.toFixed(3),
      (1 / time).toFixed(2),
    ]),
  )
  return [
    `## ${name}`,
    '',
    row(['', 'median', 'half spread', `time ÷ ${base.name}`, `speed ÷ ${base.name}`]),
    row(['---', '---:', '---:', '---:', '---:']),
    ...rows,
    ...(target ? ['', `${printTarget(target)}: ${reached ? 'reached' : 'MISSED'}`] : []),
  ].join('\n')
}

function reaches({ time }: Figure, target: Target): boolean {
  return target.measure === 'speed' ? 1 / time >= target.atLeast : time <= target.atMost
}

function printTarget(target: Target): string {
  return target.measure === 'speed'
    ? `Target: speed ≥ ${target.atLeast} ×`
    : `Target: time ≤ ${target.atMost} ×`
}

function printNs(ns: number): string {
  return ns < 10_000 ? `${ns.toFixed(0)} ns` : `${(ns / 1000).toFixed(1)} µs`
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}

function byTime(a: Figure, b: Figure): number {
  return a.medianNs - b.medianNs
}
