import { cpus } from 'node:os'
import { POSTGRES, settingsOf } from '../peers/database.js'
import { hasPostgres } from '../sync/open-store.js'
import { printCapacity } from './print-capacity.js'
import { runCapacity } from './run-capacity.js'

/** Measures what the page of capacity rests on, and prints it with what follows from it. */
export async function measureCapacity(scale: number): Promise<string> {
  if (!(await hasPostgres())) return 'capacity: no PostgreSQL to measure'
  const progress = (line: string) => process.stderr.write(`${line}\n`)
  const figures = await runCapacity({ scale, progress })
  const part = scale === 1 ? '' : ` Only ${scale} of the whole was measured: a trial, no figures.`
  return [
    `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model.trim()}. PostgreSQL: ${await settingsOf(POSTGRES)}.${part}`,
    printCapacity(figures),
  ].join('\n\n')
}
