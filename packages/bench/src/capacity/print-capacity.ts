import type { UnitCost } from './measure-cost.js'
import { printNeeds } from './print-needs.js'
import { effectPrice } from './reckon.js'
import type { CapacityFigures, Setup } from './run-capacity.js'
import { micros, table, whole } from './table.js'

/** The figures and what follows from them, as Markdown. */
export function printCapacity(figures: CapacityFigures): string {
  const { fresh, update, duplicate, told } = figures
  const effect: UnitCost = {
    ...told,
    ...effectPrice(figures),
    name: 'the effect alone (difference)',
    perSecond: Number.NaN,
  }
  return [
    '### What one costs',
    printCosts([fresh, update, duplicate, told, effect]),
    '### Where the bytes lie',
    printTables(figures.tables),
    '### With what lies there already',
    printCosts(figures.growth),
    '### With lanes',
    printCosts([...figures.lanes, figures.hot]),
    '### With connections to systems, one worker',
    printSetups('connections', figures.connections),
    '### With workers',
    printSetups('workers', figures.workers),
    printNeeds(figures),
  ].join('\n\n')
}

function printCosts(costs: readonly UnitCost[]): string {
  const head = ['', 'measured', 'a second', 'client µs', 'server µs', 'WAL bytes', 'disk bytes']
  const rows = costs.map(({ name, units, perSecond, client, server, wal, disk }) => [
    name,
    whole(units),
    whole(perSecond),
    micros(client),
    micros(server),
    whole(wal),
    whole(disk),
  ])
  return table(head, rows)
}

function printTables(tables: ReadonlyMap<string, number>): string {
  const rows = [...tables].filter(([, bytes]) => bytes >= 1).sort(([, a], [, b]) => b - a)
  return table(
    ['table', 'bytes a fact'],
    rows.map(([name, bytes]) => [`\`${name}\``, whole(bytes)]),
  )
}

function printSetups(what: string, setups: readonly Setup[]): string {
  const head = [
    what,
    'facts a second',
    'client µs a fact',
    'server µs a fact',
    'idle: client ms/s',
    'idle: server ms/s',
    'idle: queries/s',
    'memory, MB',
    'database connections',
  ]
  const rows = setups.map(({ count, cost, idle }) => [
    whole(count),
    whole(cost.perSecond),
    micros(cost.client),
    micros(cost.server),
    micros(idle.client),
    micros(idle.server),
    micros(idle.queries),
    whole(idle.rssBytes / 1e6),
    whole(idle.sessions),
  ])
  return table(head, rows)
}
