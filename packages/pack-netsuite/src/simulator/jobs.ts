/** Work that a simulated account has taken and does later. */
export interface Job {
  readonly id: string
  /** When it is worked off, epoch milliseconds. */
  readonly dueAt: number
}

/** The jobs of an account; what is due is worked off when somebody looks at the account. */
export interface Jobs {
  add(job: Job, work: () => void): void
  get(id: string): Job | undefined
  /** Works off what is due by now. */
  settle(now: number): void
}

/** An account's jobs, none so far. */
export function createJobs(): Jobs {
  const known = new Map<string, Job>()
  const waiting = new Map<Job, () => void>()
  return {
    add(job, work) {
      known.set(job.id, job)
      waiting.set(job, work)
    },
    get: (id) => known.get(id),
    settle(now) {
      for (const [job, work] of waiting) {
        if (job.dueAt > now) continue
        waiting.delete(job)
        work()
      }
    },
  }
}
