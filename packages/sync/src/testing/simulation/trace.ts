/** One thing that happened in a simulation. */
export interface TraceLine {
  /** Epoch milliseconds. */
  readonly at: number
  /** Whose call, to which port: `a/store.commit`. */
  readonly what: string
  readonly how: string
}

/** All that happened, as a short text that differs when anything differs. */
export interface Trace {
  add(line: TraceLine): void
  hash(): string
  /** The lines themselves, where they are wanted. */
  readonly lines: readonly TraceLine[]
}

/** An empty trace; lines are kept only when they are to be told. */
export function createTrace({ isTold }: { isTold: boolean }): Trace {
  const lines: TraceLine[] = []
  let [high, low] = [0xdeadbeef, 0x41c6ce57]
  const enter = (text: string) => {
    for (let index = 0; index < text.length; index++) {
      const code = text.charCodeAt(index)
      high = Math.imul(high ^ code, 2_654_435_761)
      low = Math.imul(low ^ code, 1_597_334_677)
    }
  }
  return {
    lines,
    add: (line) => {
      enter(`${line.at} ${line.what} ${line.how};`)
      if (isTold) lines.push(line)
    },
    hash: () => hexOf(high) + hexOf(low),
  }
}

function hexOf(half: number): string {
  return (half >>> 0).toString(16).padStart(8, '0')
}
