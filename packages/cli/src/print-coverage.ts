import type { CoveredField } from '@canonry/mapping'
import { visible } from './docs/visible.js'
import type { ResourceCoverage } from './resource-coverage.js'

const SHOWN = 60

/** A resource's coverage as lines for a person: the counts, then what asks for work. */
export function printCoverage({
  resource,
  spec,
  counts,
  fields,
  unknown,
}: ResourceCoverage): string {
  const open = fields.filter(({ state }) => state === 'unmapped')
  const read = unknown.filter(({ state }) => state === 'mapped').map(({ pointer }) => pointer)
  return [
    `${resource}  against ${oneLine(spec)}`,
    ...countLines(counts),
    ...listed('unmapped', open.map(printField)),
    ...listed('read, though the specification does not have it', read),
  ].join('\n')
}

function countLines(counts: ResourceCoverage['counts']): readonly string[] {
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0)
  const width = String(total).length
  return [
    ...Object.entries(counts).map(([state, count]) => [state, count] as const),
    ['fields', total] as const,
  ].map(([state, count]) => `  ${state.padEnd(10)} ${String(count).padStart(width)}`)
}

function printField({ pointer, deprecated, note }: CoveredField): string {
  const remarks = [deprecated && `deprecated: ${deprecated}`, note].filter(Boolean)
  return remarks.length === 0 ? pointer : `${pointer}  (${remarks.join('; ')})`
}

function listed(heading: string, lines: readonly string[]): readonly string[] {
  if (lines.length === 0) return []
  const rest = lines.length - SHOWN
  return [
    `  ${heading}:`,
    ...lines.slice(0, SHOWN).map((line) => `    ${oneLine(line)}`),
    ...(rest > 0 ? [`    and ${rest} more: --json lists all`] : []),
  ]
}

// a name out of a specification, which may be anybody's, moves no cursor and makes no lines
function oneLine(text: string): string {
  return visible(text).replace(/[\t\n\r]+/g, ' ')
}
