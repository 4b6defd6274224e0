import type { FileReport } from './file-report.js'

const SHOWN = 8

/** Reports as lines for a person: what each document came to, why, and the counts. */
export function printReports(reports: readonly FileReport[]): string {
  const counts = new Map<string, number>()
  for (const { report } of reports) {
    const outcome = report?.outcome ?? 'unreadable'
    counts.set(outcome, (counts.get(outcome) ?? 0) + 1)
  }
  const totals = [...counts].map(([outcome, count]) => `${count} ${outcome.replaceAll('-', ' ')}`)
  return [...reports.map(printReport), `${reports.length} documents: ${totals.join(', ')}`].join(
    '\n',
  )
}

function printReport({ file, at = '', unreadable, report }: FileReport): string {
  if (!report) return `unreadable  ${file}${at}  ${unreadable}`
  const facts = [
    `residue ${report.residue}`,
    `findings ${report.findings.length}`,
    ...report.entities,
  ]
  return [
    `${report.outcome.replaceAll('-', ' ')}  ${file}${at}  (${facts.join(', ')})`,
    ...report.errors
      .slice(0, SHOWN)
      .map(
        ({ rule, wire, entity, expected, found }) =>
          `  ${wire || '/'} → ${entity || '/'}: ${rule} expected ${expected}, found ${found}`,
      ),
    ...report.differences.slice(0, SHOWN).map((path) => `  came back different: ${path}`),
    ...report.findings.map(({ code, path, message }) => `  finding ${code} at ${path}: ${message}`),
  ].join('\n')
}
