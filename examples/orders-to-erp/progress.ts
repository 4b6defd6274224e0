/** What a process takes of memory, in bytes: of the machine's, and what of it lives on the heap. */
export interface Memory {
  readonly held: number
  readonly inUse: number
}

/** What the service tells about itself while it runs. */
export interface ServiceStatus {
  readonly counters: Readonly<Record<string, number>>
  readonly memory: Memory
  readonly backlog: {
    readonly facts: number
    readonly reads: number
    readonly effects: number
    readonly waiting: number
    readonly blocked: number
  }
}

/** Asks the service how it stands; `undefined` while it is down. */
export async function readStatus(port: number): Promise<ServiceStatus | undefined> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/status`, {
      signal: AbortSignal.timeout(2000),
    })
    return (await response.json()) as ServiceStatus
  } catch {
    return undefined
  }
}

/** Nothing moves any more: what is left waits for something outside. */
export function isQuiet(status: ServiceStatus): boolean {
  return openIn(status) === 0
}

/** How much is under way. */
export function openIn({ backlog }: ServiceStatus): number {
  return backlog.facts + backlog.reads + backlog.effects
}

/** Shows how a run stands: one line that is painted over, or one line per change on a plain output. */
export function createProgress(plain: boolean): {
  show(line: string): void
  note(line: string): void
  end(): void
} {
  let shown = ''
  const clear = () => {
    if (!plain && shown !== '') process.stdout.write('\r\x1b[K')
  }
  return {
    show(line) {
      if (line === shown) return
      clear()
      process.stdout.write(plain ? `${line}\n` : line)
      shown = line
    },
    note(line) {
      clear()
      process.stdout.write(`${line}\n`)
      shown = ''
    },
    end() {
      clear()
      shown = ''
    },
  }
}

/** One line for the state of a run. */
export function statusLine(status: ServiceStatus, documents: number): string {
  const { counters, backlog } = status
  const received = counters['facts.received'] ?? 0
  const duplicates = counters['facts.duplicate'] ?? 0
  const confirmed = counters['effects.confirmed'] ?? 0
  return [
    `facts ${received}`,
    `duplicates ${duplicates}`,
    `effects confirmed ${confirmed}`,
    `under way ${openIn(status)}`,
    `waiting ${backlog.waiting}`,
    `sales orders ${documents}`,
  ].join('   ')
}
