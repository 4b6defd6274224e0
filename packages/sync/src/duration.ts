const UNIT_MS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const

/** Milliseconds of a duration as people write it: `30s`, `5m`, `2h`, `1d`. Anything else throws. */
export function durationMs(text: string): number {
  const [, count, unit] = /^(\d{1,6})([smhd])$/.exec(text) ?? []
  if (!count || !unit) {
    throw new Error(`"${text}" is not a duration: write a whole number and s, m, h or d, like "5m"`)
  }
  return Number(count) * UNIT_MS[unit as keyof typeof UNIT_MS]
}
