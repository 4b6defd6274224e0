import { fdatasyncSync, openSync, readSync, writeSync } from 'node:fs'

/** A file of JSON lines that processes append to side by side; its order is the order of writing. */
export interface LineFile<T> {
  /** Durable when it returns. */
  append(line: T): void
  /** All lines so far, whoever wrote them. */
  read(): readonly T[]
}

const CHUNK_BYTES = 65_536

/** Opens a file of lines, or makes it. */
export function openLineFile<T>(path: string): LineFile<T> {
  const file = openSync(path, 'a+')
  const lines: T[] = []
  let [position, rest] = [0, Buffer.alloc(0)]
  const readOn = (): number => {
    const chunk = Buffer.alloc(CHUNK_BYTES)
    const length = readSync(file, chunk, 0, CHUNK_BYTES, position)
    position += length
    rest = Buffer.concat([rest, chunk.subarray(0, length)])
    return length
  }
  return {
    append: (line) => {
      // one write, so that lines of several processes never mix
      writeSync(file, `${JSON.stringify(line)}\n`)
      fdatasyncSync(file)
    },
    read: () => {
      while (readOn() > 0);
      for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
        lines.push(JSON.parse(rest.subarray(0, end).toString()) as T)
        rest = rest.subarray(end + 1)
      }
      return lines
    },
  }
}
