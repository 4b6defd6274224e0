import { readdirSync, readFileSync } from 'node:fs'
import { query } from './database.js'
import type { Peer } from './peer.js'
import type { Place } from './place.js'
import { redisClient } from './redis-client.js'

/** What some work took. */
export interface Cost {
  readonly seconds: number
  /** Bytes that PostgreSQL wrote to its log. */
  readonly walBytes: number | undefined
  /** Processor time of all processes of the server; `undefined` where it is not on this machine. */
  readonly serverMs: number | undefined
  /** Processor time of this process. */
  readonly clientMs: number
}

/** Does some work with a system, and says what it took. */
export async function costOf(
  { place, peer }: { readonly place: Place; readonly peer: Pick<Peer, 'on'> },
  work: () => Promise<void>,
): Promise<Cost> {
  const read = peer.on === 'redis' ? () => redisCost(place) : await postgresCost(place)
  const [before, client] = [await read(), process.cpuUsage()]
  const start = performance.now()
  await work()
  const seconds = (performance.now() - start) / 1_000
  const { user, system } = process.cpuUsage(client)
  const after = await read()
  return {
    seconds,
    walBytes: difference(before.walBytes, after.walBytes),
    serverMs: difference(before.serverMs, after.serverMs),
    clientMs: (user + system) / 1_000,
  }
}

/** The figures of a cost, for each of so many jobs. */
export function perJob({ walBytes, serverMs, clientMs }: Cost, jobs: number) {
  return {
    ...(walBytes !== undefined && { 'WAL bytes/job': walBytes / jobs }),
    ...(serverMs !== undefined && { 'server µs/job': (serverMs * 1_000) / jobs }),
    'client µs/job': (clientMs * 1_000) / jobs,
  }
}

type ServerCost = Pick<Cost, 'walBytes' | 'serverMs'>

function difference(before: number | undefined, after: number | undefined): number | undefined {
  return before === undefined || after === undefined ? undefined : after - before
}

async function redisCost({ redis = '' }: Place): Promise<ServerCost> {
  const client = await redisClient(redis)
  const info = await client.info('cpu')
  await client.quit()
  const used = [...info.matchAll(/^used_cpu_(?:sys|user):([\d.]+)/gm)].map(([, text]) =>
    Number(text),
  )
  return { walBytes: undefined, serverMs: used.reduce((sum, each) => sum + each, 0) * 1_000 }
}

async function postgresCost({ postgres }: Place): Promise<() => Promise<ServerCost>> {
  const postmaster = await postmasterOf(postgres)
  return async () => ({ walBytes: await walOf(postgres), serverMs: cpuMs(postmaster) })
}

async function walOf(postgres: string): Promise<number> {
  const text = "SELECT (pg_current_wal_lsn() - '0/0'::pg_lsn)::text AS bytes"
  const [row] = await query<{ readonly bytes: string }>(postgres, text)
  return Number(row?.bytes)
}

async function postmasterOf(url: string): Promise<number | undefined> {
  try {
    const text = "SELECT split_part(pg_read_file('postmaster.pid'), E'\\n', 1) AS pid"
    const [row] = await query<{ readonly pid: string }>(url, text)
    const pid = Number(row?.pid)
    return statOf(pid)?.name === 'postgres' ? pid : undefined
  } catch {
    // only a superuser may read that file
    return undefined
  }
}

const TICK_MS = 10

// a process that has ended is counted by its parent
function cpuMs(postmaster: number | undefined): number | undefined {
  if (postmaster === undefined) return undefined
  const all = readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? [Number(name)] : []))
  const ticks = all.reduce((sum, pid) => {
    const stat = statOf(pid)
    if (pid === postmaster) return sum + (stat ? stat.own + stat.ended : 0)
    return stat?.parent === postmaster ? sum + stat.own : sum
  }, 0)
  return ticks * TICK_MS
}

// https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
function statOf(pid: number) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const name = text.slice(text.indexOf('(') + 1, text.lastIndexOf(')'))
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number)
    const [parent, own, ended] = [fields[1], sum(fields, 11), sum(fields, 13)]
    return { name, parent, own, ended }
  } catch {
    return undefined
  }
}

function sum(fields: readonly number[], first: number): number {
  return (fields[first] ?? 0) + (fields[first + 1] ?? 0)
}
