import { cpus } from 'node:os'
import { Redis } from 'ioredis'
import { peerVersion } from '../run-suite.js'
import { POSTGRES, REDIS, settingsOf } from './database.js'
import { printTables } from './print-peers.js'
import { type PeersPlan, runPeers } from './run-peers.js'
import { SYSTEMS } from './systems.js'
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

/** Measures Canonry and its peers side by side, and prints the tables. */
export async function measurePeers(question: PeersQuestion): Promise<string> {
  const redis = await redisSettings()
  const { workloads, systems, seconds, repeats, scale } = question
  const plan: PeersPlan = {
    systems: SYSTEMS.filter(({ name }) => isAsked(systems, name)),
    workloads: WORKLOADS.filter(
      (each) => isAsked(workloads, baseOf(each)) || workloads?.split(',').includes(each.id),
    ),
    postgres: POSTGRES,
    ...(redis !== undefined && { redis: REDIS }),
    seconds,
    repeats,
    scale,
    progress: (line) => process.stderr.write(`${line}\n`),
  }
  const head = [
    '# peers',
    '',
    `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model.trim()}; ${plan.systems.map(({ package: name }) => `${name} ${peerVersion(name)}`).join(', ')}`,
    '',
    `PostgreSQL: ${await settingsOf(POSTGRES)}. Redis: ${redis ?? 'none'}.`,
    '',
    `Loads for ${plan.seconds} s, ${plan.repeats} runs in turns: the median, and the least and the most.`,
  ]
  const tables = await runPeers(plan)
  return [head.join('\n'), printTables(tables)].join('\n\n')
}

// names are asked for as they are printed, in any case
function isAsked(asked: string | undefined, name: string): boolean {
  return asked === undefined || asked.toLowerCase().split(',').includes(name.toLowerCase())
}

async function redisSettings(): Promise<string | undefined> {
  const client = new Redis(REDIS, { lazyConnect: true, retryStrategy: () => null })
  client.on('error', () => undefined)
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
