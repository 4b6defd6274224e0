import type { TransportEnv } from '@canonry/sync'

/** What is on its way and is waited for before a transport ends. */
export interface UnderWay {
  /** Answers what it is given. */
  add<T>(answer: Promise<T>): Promise<T>
  /** Resolves when nothing is on its way any more, or after `ms`. */
  settled(env: TransportEnv, ms: number): Promise<void>
}

export function createUnderWay(): UnderWay {
  const answers = new Set<Promise<unknown>>()
  return {
    add: (answer) => {
      answers.add(answer)
      return answer.finally(() => answers.delete(answer))
    },
    settled: async (env, ms) => {
      if (answers.size === 0) return
      const done = new AbortController()
      await Promise.race([Promise.allSettled(answers), env.sleep(ms, done.signal)])
      done.abort()
    },
  }
}
