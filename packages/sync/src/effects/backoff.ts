const FIRST_MS = 1_000
const LONGEST_MS = 300_000
const SHORTEST_MS = 100
const FIRST_PROBE_MS = 30_000

/** How long to wait before trying again: full jitter, doubling to five minutes. */
export function backoffMs(failures: number, random: number): number {
  const ceiling = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures, 20))
  return SHORTEST_MS + Math.floor(random * (ceiling - SHORTEST_MS))
}

/** How long to wait before looking again for something that is missing: 30 s, doubling to 5 min. */
export function probeMs(probes: number): number {
  return Math.min(LONGEST_MS, FIRST_PROBE_MS * 2 ** Math.min(probes, 10))
}
