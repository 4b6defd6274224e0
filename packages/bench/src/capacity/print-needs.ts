import { SHARD_COUNT } from '@canonry/sync'
import { BUSINESSES, type Business, DOCUMENT_BYTES, LOAD } from './businesses.js'
import { type Amounts, effectPrice, type Needs, type Price, reckon } from './reckon.js'
import type { CapacityFigures } from './run-capacity.js'
import { micros, table, whole } from './table.js'

/** What the businesses need, step by step, and where the first wall stands. */
export function printNeeds(figures: CapacityFigures): string {
  const needs = BUSINESSES.map((business) => reckon(business, figures))
  const summary = table(
    ['', ...BUSINESSES.map(({ name }) => name)],
    [
      ['facts a second at the peak', ...needs.map(({ peak }) => whole(peak.fresh + peak.updates))],
      ['effects a second at the peak', ...needs.map(({ peak }) => whole(peak.effects))],
      ['cores of workers, busy', ...needs.map(({ clientCores }) => clientCores.toFixed(2))],
      ['cores of the server, busy', ...needs.map(({ serverCores }) => serverCores.toFixed(2))],
      ['WAL, MB/s', ...needs.map(({ walPerSecond }) => megabytes(walPerSecond))],
      ['disk a month, GB', ...needs.map(({ diskPerMonth }) => whole(diskPerMonth / 1e9))],
      ['worker processes', ...needs.map(({ processes }) => whole(processes))],
      ['connections to the database', ...needs.map(({ sessions }) => whole(sessions))],
    ],
  )
  const steps = BUSINESSES.map((business, index) => {
    const need = needs[index] as Needs
    return printSteps(business, { need, figures })
  })
  return ['### What businesses need', summary, ...steps, printWalls(figures)].join('\n\n')
}

function printSteps(
  business: Business,
  { need, figures }: { readonly need: Needs; readonly figures: CapacityFigures },
): string {
  const { name, openHours, peak, storm, ticketsPerDay, ordersPerDay } = business
  const storms = storm > 0 ? `, and ${whole(storm)} levels with an effect each in a storm` : ''
  const { day } = need
  return [
    `#### ${name}`,
    '',
    `- A day: ${whole(ticketsPerDay)} tickets and ${whole(ordersPerDay)} orders are ${whole(day.fresh)} new entities, ${whole(day.updates)} updates and ${whole(day.effects)} effects.`,
    `- A second of the peak: × ${peak} ÷ (${openHours} × 3,600)${storms} = ${amounts(need.peak)}.`,
    `- Cores of workers: ${product(need.peak, { figures, what: 'client' })} µs = ${need.clientCores.toFixed(2)}; ÷ ${LOAD} and at least two, so ${need.processes} processes and ${whole(need.sessions)} connections to the database.`,
    `- Cores of the server: ${product(need.peak, { figures, what: 'server' })} µs = ${need.serverCores.toFixed(2)}; ÷ ${LOAD} = ${(need.serverCores / LOAD).toFixed(1)} to have.`,
    `- WAL: ${product(need.peak, { figures, what: 'wal' })} bytes and what documents of ${whole(DOCUMENT_BYTES)} bytes add = ${megabytes(need.walPerSecond)} MB/s.`,
    `- Disk: 30 × (${product(day, { figures, what: 'disk' })} bytes and what documents add) = ${whole(need.diskPerMonth / 1e9)} GB a month, all kept.`,
  ].join('\n')
}

function printWalls({ update, hot, told }: CapacityFigures): string {
  const cell = (micro: number) => whole(1_000_000 / micro)
  const rows = [
    ['one core of workers', cell(update.client), cell(told.client)],
    ['one core of the server', cell(update.server), cell(told.server)],
    ['100 MB/s of log', whole(1e8 / update.wal), whole(1e8 / told.wal)],
    ['one shard (one entity after the other)', whole(hot.perSecond), '–'],
    [`all ${SHARD_COUNT} shards, had they cores`, whole(SHARD_COUNT * hot.perSecond), '–'],
  ]
  return [
    '### Where the walls stand',
    table(['full', 'updates a second', 'updates with an effect a second'], rows),
  ].join('\n\n')
}

function amounts({ fresh, updates, effects }: Amounts): string {
  return `${whole(fresh)} new, ${whole(updates)} updates, ${whole(effects)} effects`
}

function product(
  { fresh, updates, effects }: Amounts,
  { figures, what }: { readonly figures: CapacityFigures; readonly what: keyof Price },
): string {
  const effect = effectPrice(figures)
  const terms: readonly [number, number][] = [
    [fresh, figures.fresh[what]],
    [updates, figures.update[what]],
    [effects, effect[what]],
  ]
  return terms.map(([count, price]) => `${whole(count)} × ${micros(price)}`).join(' + ')
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1)
}
