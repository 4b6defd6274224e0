import { readFileSync } from 'node:fs'
import { cpus } from 'node:os'
import type { Suite } from './contest.js'
import { type Effort, measure } from './measure.js'
import { type ContestReport, judge, type Report } from './report.js'

const ENOUGH: Effort = { rounds: 41, turnMs: 20, warmUpMs: 400 }

/** Runs the contests of a suite one after the other, each with all its entrants in turns. */
export async function runSuite(
  { name, peers, contests }: Suite,
  effort: Effort = ENOUGH,
): Promise<Report> {
  const reports: ContestReport[] = []
  for (const contest of contests) reports.push(judge(contest, await measure(contest, effort)))
  return {
    suite: name,
    node: process.version,
    cpu: `${cpus().length} × ${cpus()[0]?.model.trim()}`,
    peers: Object.fromEntries(peers.map((peer) => [peer, peerVersion(peer)])),
    contests: reports,
  }
}

/** The version of a peer: they are pinned, so what is declared is what runs. */
export function peerVersion(peer: string): string {
  const manifest = new URL('../package.json', import.meta.url)
  const { devDependencies } = JSON.parse(readFileSync(manifest, 'utf8'))
  const version = devDependencies[peer]
  if (!/^\d/.test(version ?? '')) throw new Error(`${peer} is not pinned in packages/bench`)
  return version
}
