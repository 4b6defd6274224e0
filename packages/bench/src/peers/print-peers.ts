import { median } from '../statistics.js'
import { isClean, type Verdict } from './ledger.js'
import type { RunResult } from './run-once.js'
import type { Entry, Table } from './run-peers.js'
import type { Outcome } from './workload.js'

/** The tables as Markdown: medians, in brackets the least and the most of all clean runs. */
export function printTables(tables: readonly Table[]): string {
  return tables.map(printTable).join('\n\n')
}

function printTable({ workload, entries }: Table): string {
  const names = figureNames(entries)
  const head = ['', ...names, 'oracle']
  const rows = entries.map((entry) => {
    const name = entry.peer.name === 'Canonry' ? '**Canonry**' : entry.peer.name
    return row([name, ...cellsOf(entry, names)])
  })
  const rule = head.map((_, index) => (index === 0 || index > names.length ? '---' : '---:'))
  const notes = entries.flatMap(notesOf)
  return [
    `### ${workload.id.toUpperCase()}: ${workload.title}`,
    '',
    workload.about,
    '',
    row(head),
    row(rule),
    ...rows,
    ...(notes.length > 0 ? ['', ...notes] : []),
  ].join('\n')
}

function cellsOf(entry: Entry, names: readonly string[]): readonly string[] {
  if (entry.kind !== 'runs') {
    return [
      ...names.map(() => '–'),
      `${entry.kind === 'cannot' ? 'cannot' : 'not run'}: ${entry.why}`,
    ]
  }
  const clean = entry.results.flatMap(outcomeOf).filter(({ verdict }) => isClean(verdict))
  const all = clean.length > 0 ? clean : entry.results.flatMap(outcomeOf)
  const cells = names.map((name) => {
    const values = all.flatMap(({ figures }) => figures[name] ?? [])
    if (values.length === 0) return '–'
    // what an oracle objects to is no figure
    return clean.length > 0 ? printValues(values) : `~~${printValues(values)}~~`
  })
  return [...cells, printVerdicts(entry.results)]
}

function figureNames(entries: readonly Entry[]): readonly string[] {
  const outcomes = entries.flatMap((each) => (each.kind === 'runs' ? each.results : []))
  return [...new Set(outcomes.flatMap(outcomeOf).flatMap(({ figures }) => Object.keys(figures)))]
}

function outcomeOf(result: RunResult): readonly Outcome[] {
  return result.kind === 'outcome' ? [result.outcome] : []
}

function notesOf(entry: Entry): readonly string[] {
  if (entry.kind !== 'runs') return []
  const notes = entry.results.flatMap(outcomeOf).flatMap(({ note }) => note ?? [])
  return [...new Set(notes)].map((note) => `${entry.peer.name}: ${note}.`)
}

function printVerdicts(results: readonly RunResult[]): string {
  const verdicts = results.map((result) =>
    result.kind === 'broken' ? `broken: ${result.why}` : printVerdict(result.outcome.verdict),
  )
  const clean = verdicts.filter((text) => text === CLEAN).length
  if (clean === verdicts.length) return `clean, ${clean} of ${clean}`
  const faults = [...new Set(verdicts.filter((text) => text !== CLEAN))]
  return `FAILED ${verdicts.length - clean} of ${verdicts.length}: ${faults.join('; ')}`
}

const CLEAN = 'clean'

/** What an oracle found, in words. */
export function printVerdict(verdict: Verdict): string {
  const { lost, doubled, inverted, overlapped } = verdict
  if (isClean(verdict)) return CLEAN
  const parts = [
    [lost, 'lost'],
    [doubled, 'twice'],
    [inverted, 'out of order'],
    [overlapped, 'at once'],
  ] as const
  return parts.flatMap(([count, name]) => (count > 0 ? `${count} ${name}` : [])).join(', ')
}

function printValues(values: readonly number[]): string {
  const middle = printNumber(median(values))
  if (values.length === 1) return middle
  return `${middle} (${printNumber(Math.min(...values))}–${printNumber(Math.max(...values))})`
}

function printNumber(value: number): string {
  if (value >= 100 || Number.isInteger(value)) return Math.round(value).toLocaleString('en-GB')
  return value.toPrecision(value >= 10 ? 3 : 2)
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}
