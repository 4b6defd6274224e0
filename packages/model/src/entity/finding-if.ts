import type { Finding } from './finding.js'

/** A finding as a list of one when something is wrong, else the empty list. */
export function findingIf(wrong: boolean, finding: Finding): Finding[] {
  return wrong ? [finding] : []
}

/** One finding for each value that stands in a list more than once, at its later places. */
export function findRepeated(
  values: readonly string[],
  describe: (value: string, index: number) => Finding,
): Finding[] {
  const seen = new Set<string>()
  return values.flatMap((value, index) => {
    if (!seen.has(value)) {
      seen.add(value)
      return []
    }
    return [describe(value, index)]
  })
}
