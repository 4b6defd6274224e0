let code: Promise<typeof import('./start-worker.js')> | undefined

/** The code of a worker, loaded when it is first asked for: a process that only hears needs none. */
export function workerCode(): Promise<typeof import('./start-worker.js')> {
  code ??= import('./start-worker.js')
  return code
}
