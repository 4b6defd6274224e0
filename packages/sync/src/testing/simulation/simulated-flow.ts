import type { Flow } from '../../flow.js'

/**
 * A flow that cannot change what it is shown: one that tries, as by sorting the lines of an order where
 * they are, throws. In production nobody would notice, and what it changed would be stored.
 */
export function simulatedFlow(flow: Flow): Flow {
  const decide: Flow['decide'] = (change) => {
    try {
      return flow.decide(frozen(change))
    } catch (problem) {
      const what = problem instanceof Error ? problem.message : String(problem)
      throw new Error(`flow "${flow.name}" threw: ${what}`, { cause: problem })
    }
  }
  return { ...flow, decide }
}

function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  for (const each of Object.values(value)) frozen(each)
  return Object.freeze(value)
}
