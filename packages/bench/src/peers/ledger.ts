/** What was handed over wrongly; all zero is what every run must come to. */
export interface Verdict {
  /** Versions that never came; where only the newest matters, keys whose newest never came. */
  readonly lost: number
  /** Versions that came again. */
  readonly doubled: number
  /** Versions that came after a later one of their key. */
  readonly inverted: number
  /** Times that two versions of a key were under way at once. */
  readonly overlapped: number
}

/** What ought to have come. */
export interface Expected {
  /** The newest version of each key. */
  readonly newest: ReadonlyMap<string, number>
  /** `each` version from the first to the newest, or the `newest` at least. */
  readonly rule: 'each' | 'newest'
  /** Versions count from here; default 1. */
  readonly from?: number
  /** A run that was broken off has lost nothing yet. */
  readonly isCut?: boolean
  /** A rule that was run again did nothing twice: only losses and order count. */
  readonly isPure?: boolean
  /** Where jobs of a key may come in any order, that is no fault. */
  readonly isUnordered?: boolean
}

/** What an oracle writes down while a workload runs, to judge it afterwards. */
export interface Ledger {
  begin(key: string, version: number): void
  end(key: string): void
  /** How often something was done. */
  done(): number
  /** Resolves once so much was done. */
  reaches(count: number): Promise<void>
  judge(expected: Expected): Verdict
}

interface Page {
  readonly versions: number[]
  open: number
  overlapped: number
}

/** An empty ledger. */
export function createLedger(): Ledger {
  const pages = new Map<string, Page>()
  const waiting: { readonly count: number; readonly resolve: () => void }[] = []
  let done = 0
  const pageOf = (key: string) => {
    const page = pages.get(key) ?? { versions: [], open: 0, overlapped: 0 }
    pages.set(key, page)
    return page
  }
  return {
    begin: (key, version) => {
      const page = pageOf(key)
      if (page.open > 0) page.overlapped += 1
      page.open += 1
      page.versions.push(version)
    },
    end: (key) => {
      pageOf(key).open -= 1
      done += 1
      for (const each of waiting) if (done >= each.count) each.resolve()
    },
    done: () => done,
    reaches: (count) =>
      new Promise((resolve) => {
        if (done >= count) resolve()
        else waiting.push({ count, resolve })
      }),
    judge: (expected) => judge(pages, expected),
  }
}

/** What is to be judged of a queue: what its handler wrote down, and what was committed beside. */
export interface Books {
  readonly rule: 'each' | 'newest'
  readonly isPure?: boolean
  readonly commits?: Ledger
  readonly ledger: Ledger
}

/**
 * Judges a run by its handler's ledger and by what was committed.
 *
 * A pure rule that was run again did nothing twice, so where there is one the commits tell what was
 * lost and what came twice. Where the handler calls, a commit whose answer was lost is in no ledger:
 * then they tell only what was committed twice or out of order.
 */
export function judgeBooks(
  { rule, isPure = false, commits, ledger }: Books,
  expected: Omit<Expected, 'rule' | 'isPure'>,
): Verdict {
  const handled = ledger.judge({ ...expected, rule, isPure })
  if (!commits) return handled
  const committed = commits.judge({ ...expected, rule: 'each' })
  const lost = isPure ? committed.lost : 0
  return {
    lost: Math.max(handled.lost, lost),
    doubled: handled.doubled + committed.doubled,
    inverted: handled.inverted + committed.inverted,
    overlapped: handled.overlapped,
  }
}

/** Whether nothing is wrong. */
export function isClean({ lost, doubled, inverted, overlapped }: Verdict): boolean {
  return lost + doubled + inverted + overlapped === 0
}

function judge(pages: ReadonlyMap<string, Page>, expected: Expected): Verdict {
  const { newest, rule, from = 1, isCut = false, isUnordered = false, isPure = false } = expected
  let [lost, doubled, inverted, overlapped] = [0, 0, 0, 0]
  for (const [key, last] of newest) {
    const { versions, overlapped: atOnce } = pages.get(key) ?? { versions: [], overlapped: 0 }
    const seen = new Set(versions)
    if (!isPure) doubled += versions.length - seen.size
    const asked = rule === 'each' ? last - from + 1 : 1
    const came = rule === 'each' ? seen.size : Number(seen.has(last))
    if (!isCut) lost += Math.max(0, asked - came)
    if (isUnordered) continue
    overlapped += atOnce
    inverted += inversions(versions)
  }
  return { lost, doubled, inverted, overlapped }
}

// what comes again is counted as that, and not as out of order
function inversions(versions: readonly number[]): number {
  const seen = new Set<number>()
  let highest = Number.NEGATIVE_INFINITY
  let found = 0
  for (const version of versions) {
    if (version < highest && !seen.has(version)) found += 1
    highest = Math.max(highest, version)
    seen.add(version)
  }
  return found
}
