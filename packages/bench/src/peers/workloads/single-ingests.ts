import { quantile } from '../../statistics.js'
import { jobOf } from '../job.js'
import type { PeerQueue } from '../peer.js'
import { settle } from '../settle.js'
import { warmUp } from '../warm-up.js'
import { shareOf, type Workload } from '../workload.js'

const CALLERS = [1, 16, 64]

/** How fast single jobs are taken. */
export const singleIngests: Workload = {
  id: 'w2',
  title: 'single durable ingests',
  about: `${CALLERS.join(', ')} callers ingest one job after the other, each waiting until its job is durable, after a warm-up in calls of 100; a call's time is the caller's.`,
  run: async (peer, { place, seconds }) => {
    await using queue = await peer.open(place, {})
    const warm = await warmUp(queue, shareOf(peer, seconds * 500))
    const counter = { next: 0 }
    const figures: Record<string, number> = {}
    for (const callers of CALLERS) {
      const times = await callFor(queue, { callers, seconds: seconds / 2, counter })
      const name = callers === 1 ? '1 caller' : `${callers} callers`
      figures[`${name}: jobs/s`] = times.length / (seconds / 2)
      figures[`${name}: p50 ms`] = quantile(times, 0.5)
      figures[`${name}: p99 ms`] = quantile(times, 0.99)
    }
    const keys = Array.from({ length: counter.next }, (_, key) => `K${key}`)
    const newest = new Map([...warm, ...keys.map((key) => [key, 1] as const)])
    const { verdict } = await settle(queue, { peer, place, newest, jobs: newest.size })
    return { figures, verdict }
  },
}

async function callFor(
  queue: PeerQueue,
  { callers, seconds, counter }: { callers: number; seconds: number; counter: { next: number } },
): Promise<readonly number[]> {
  const times: number[] = []
  const end = performance.now() + seconds * 1_000
  const call = async () => {
    while (performance.now() < end) {
      const job = jobOf(`K${counter.next}`, 1)
      counter.next += 1
      const start = performance.now()
      await queue.ingest([job])
      times.push(performance.now() - start)
    }
  }
  await Promise.all(Array.from({ length: callers }, call))
  return times
}
