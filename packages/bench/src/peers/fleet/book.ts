import { openSync, readSync, writeSync } from 'node:fs'

/** What one process did with a job, or what befell a process. */
export interface Line {
  /**
   * A call `began`, was `applied` in the outside system, `ended`; whether it had been was `looked` up;
   * a process `died`, `froze` or `woke`.
   */
  readonly kind: 'began' | 'applied' | 'ended' | 'looked' | 'died' | 'froze' | 'woke'
  /** The process. */
  readonly life: string
  readonly key?: string
  readonly version?: number
  /** Milliseconds on a clock that all processes of a machine share. */
  readonly at: number
}

/** A file that processes write side by side; the order of its lines is the order of what happened. */
export interface Book {
  write(line: Omit<Line, 'at'>): void
  read(): readonly Line[]
}

const CHUNK_BYTES = 65_536

/** Opens a book, or begins it. */
export function openBook(path: string): Book {
  const file = openSync(path, 'a+')
  const lines: Line[] = []
  let [position, rest] = [0, Buffer.alloc(0)]
  const readOn = (): number => {
    const chunk = Buffer.alloc(CHUNK_BYTES)
    const length = readSync(file, chunk, 0, CHUNK_BYTES, position)
    position += length
    rest = Buffer.concat([rest, chunk.subarray(0, length)])
    return length
  }
  return {
    // one write, so that lines of several processes never mix; it outlives the process
    write: (line) => {
      writeSync(file, `${JSON.stringify({ ...line, at: sharedClock() })}\n`)
    },
    read: () => {
      while (readOn() > 0);
      for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
        lines.push(JSON.parse(rest.subarray(0, end).toString()) as Line)
        rest = rest.subarray(end + 1)
      }
      return lines
    },
  }
}

/** Milliseconds on a clock that all processes of this machine share. */
export function sharedClock(): number {
  return Number(process.hrtime.bigint()) / 1e6
}
