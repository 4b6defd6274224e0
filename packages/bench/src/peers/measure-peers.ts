import { cpus } from 'node:os'
import { peerVersion } from '../run-suite.js'
import { POSTGRES, REDIS, settingsOf } from './database.js'
import { printTables } from './print-peers.js'
import { redisClient } from './redis-client.js'
import { type PeersPlan, runPeers } from './run-peers.js'
import { dropPostgres, postgresCannotStart, startPostgres } from './servers/own-postgres.js'
import { SYSTEMS } from './systems.js'
import type { Workload } from './workload.js'
import { baseOf, WORKLOADS } from './workloads.js'

/** What of the peers suite is asked for. */
export interface PeersQuestion {
  /** `w1,w4`; default all. */
  readonly workloads?: string | undefined
  /** Parts of their names: `canonry,graphile`; default all. */
  readonly systems?: string | undefined
  readonly seconds: number
  readonly repeats: number
  readonly scale: number
}

/** Measures Canonry and its peers side by side under load, and prints the tables. */
export async function measurePeers(question: PeersQuestion): Promise<string> {
  const redis = await redisSettings()
  const servers = [
    `PostgreSQL: ${await settingsOf(POSTGRES)}. Redis: ${redis ?? 'none'}; where the name says appendfsync always, one of its own.`,
  ]
  const plan = planOf(question, (each) => !each.onOwnServers)
  return measured({ ...plan, ...(redis !== undefined && { redis: REDIS }) }, servers)
}

/** The same for what befalls servers and workers, each run on servers of its own. */
export async function measureFaults(question: PeersQuestion): Promise<string> {
  const none = postgresCannotStart()
  if (none !== undefined) return `no server to disturb: ${none}`
  const servers = [
    `PostgreSQL: ${await ownSettings()}, a server of its own for each run. Redis: the same, appendfsync = always.`,
    `Rows beside at scale ${question.scale}.`,
  ]
  return measured(
    planOf(question, (each) => each.onOwnServers === true),
    servers,
  )
}

async function measured(plan: PeersPlan, servers: readonly string[]): Promise<string> {
  const packages = [...new Set(plan.systems.map(({ package: name }) => name))]
  const head = [
    '# peers',
    `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model.trim()}; ${packages.map((name) => `${name} ${peerVersion(name)}`).join(', ')}`,
    ...servers,
    `Loads for ${plan.seconds} s, ${plan.repeats} runs in turns: the median, and the least and the most.`,
  ]
  if (plan.workloads.length === 0) return 'no such workload here: W7 to W11 are in peers-faults'
  const tables = await runPeers(plan)
  return [...head, printTables(tables)].join('\n\n')
}

function planOf(question: PeersQuestion, isOf: (workload: Workload) => boolean): PeersPlan {
  const { workloads, systems, seconds, repeats, scale } = question
  return {
    systems: SYSTEMS.filter(({ name }) => isAsked(systems, name)),
    workloads: WORKLOADS.filter(
      (each) =>
        isOf(each) && (isAsked(workloads, baseOf(each)) || workloads?.split(',').includes(each.id)),
    ),
    postgres: POSTGRES,
    seconds,
    repeats,
    scale,
    progress: (line) => process.stderr.write(`${line}\n`),
  }
}

// names are asked for as they are printed, in any case
function isAsked(asked: string | undefined, name: string): boolean {
  return asked === undefined || asked.toLowerCase().split(',').includes(name.toLowerCase())
}

async function ownSettings(): Promise<string> {
  const server = await startPostgres()
  try {
    return await settingsOf(server.url)
  } finally {
    await dropPostgres(server)
  }
}

async function redisSettings(): Promise<string | undefined> {
  const client = await redisClient(REDIS, { lazyConnect: true, retryStrategy: () => null })
  try {
    await client.connect()
    const version = /redis_version:(\S+)/.exec(await client.info('server'))?.[1]
    const [, only] = (await client.config('GET', 'appendonly')) as readonly string[]
    const [, fsync] = (await client.config('GET', 'appendfsync')) as readonly string[]
    await client.quit()
    const isDurable = only === 'yes'
    return `${version}, ${isDurable ? `appendfsync = ${fsync}` : 'appendonly = no, so nothing of it is durable'}`
  } catch {
    client.disconnect()
    return undefined
  }
}
