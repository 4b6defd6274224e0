import {
  reportTransport,
  TRANSPORT_INVARIANTS,
  type TransportInvariant,
  type TransportUnderTest,
  transportConformance,
} from '../../packages/sync/src/testing/index.js'

const HEAD = `## Transports

What the core relies on in a transport, as \`transportConformance\` of \`@canonry/sync/testing\` has it. A case that is skipped names what is missing: a capability of the transport, or \`restart\` and \`cut\`, where its broker cannot be started again or cut off.
`

/** Runs every case of the transport conformance on each transport, and tells what became of it. */
export async function transportsSection(
  transports: Readonly<Record<string, TransportUnderTest>>,
): Promise<string> {
  const columns: string[][] = []
  for (const transport of Object.values(transports)) {
    const results = await reportTransport(transport)
    columns.push(results.map(({ kind, why }) => (kind === 'skipped' ? `skipped: ${why}` : kind)))
  }
  const sums = columns.map((cells, index) => {
    const [passed, skipped, failed] = ['passed', 'skipped', 'failed'].map(
      (kind) => cells.filter((cell) => cell.startsWith(kind)).length,
    )
    return `- ${Object.keys(transports)[index]}: ${passed} passed, ${skipped} skipped, ${failed} failed`
  })
  const names = Object.keys(TRANSPORT_INVARIANTS) as TransportInvariant[]
  const table = [
    row(['', 'case', ...Object.keys(transports)]),
    row(['---', '---', ...columns.map(() => '---')]),
    ...names.flatMap((name) => rowsOf(name, columns)),
  ]
  return [HEAD, `${sums.join('\n')}\n`, `${table.join('\n')}\n`].join('\n')
}

function rowsOf(
  name: TransportInvariant,
  columns: readonly (readonly string[])[],
): readonly string[] {
  const cases = transportConformance.flatMap((each, index) =>
    each.invariants.includes(name)
      ? [row(['', each.name, ...columns.map((cells) => cells[index] ?? '')])]
      : [],
  )
  return [row([name, `**${TRANSPORT_INVARIANTS[name]}**`, ...columns.map(() => '')]), ...cases]
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}
