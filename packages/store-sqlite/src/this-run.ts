import { randomUUID } from 'node:crypto'
import { getEnvironmentData, setEnvironmentData } from 'node:worker_threads'

const KEY = 'canonry.run'

/**
 * Names this run of this process: one before it may have had the same process id. Threads that this
 * one starts have the same name.
 */
export const THIS_RUN: string = nameOfRun()

function nameOfRun(): string {
  const known = getEnvironmentData(KEY)
  if (typeof known === 'string') return known
  const name = randomUUID()
  setEnvironmentData(KEY, name)
  return name
}
