import { fileURLToPath } from 'node:url'
import { type CrashRunReport, crashRun } from '@canonry/sync/testing/crash'
import { booksOf, type CrashBooks } from './crash-books.js'
import { locationOf } from './crash-place.js'
import type { OwnServer } from './own-server.js'

/** How a run is struck. */
export interface FourWorkersOptions {
  /** An empty folder for the books. */
  readonly folder: string
  readonly seed: number
  readonly seconds: number
  readonly speed: number
}

/** What a run did, and what it found. */
export interface FourWorkersRun {
  readonly report: CrashRunReport
  readonly books: CrashBooks
  /** How often the server crashed and came back. */
  readonly restarts: number
}

const GAP_MS = 2_000
const nodeOptions = ['--no-warnings', '--import', pathOf('../../../scripts/source.mjs')]

/**
 * Four workers of one tenant on a server of their own. One of the processes is killed every two
 * seconds or so, or stands still until the others have given it up and wakes up; the next version
 * of the program, with another schema, takes over one by one; and the server crashes in the middle.
 */
export async function fourWorkers(
  server: OwnServer,
  { folder, seconds, ...given }: FourWorkersOptions,
): Promise<FourWorkersRun> {
  let restarts = 0
  const crash = async () => {
    await server.restart('immediate')
    restarts += 1
  }
  const place = { url: server.url, schema: `crash_${given.seed}` }
  const file = (name: string) => ({ program: pathOf(`./${name}`), nodeOptions })
  const report = await crashRun({
    ...file('crash-program.ts'),
    ...given,
    folder,
    seconds,
    location: locationOf(place),
    tenants: 1,
    workers: 4,
    gapMs: GAP_MS,
    next: file('crash-program-next.ts'),
    incidents: [{ afterMs: seconds * 500, act: crash }],
  })
  return { report, restarts, books: await booksOf(place, { folder, tenants: ['tenant-1'] }) }
}

function pathOf(file: string): string {
  return fileURLToPath(new URL(file, import.meta.url))
}
