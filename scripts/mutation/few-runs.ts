/**
 * Shortens property tests under mutation: the same properties with a fixed seed and at most this many
 * runs each, so that a mutant's fate is the same every time and comes soon.
 */
import fc from 'fast-check'

const RUNS = 100

fc.configureGlobal({ seed: 1, endOnFailure: true })
fc.installGlobalPlugin(() => {
  let runs = 0
  let made: fc.Value<unknown> | undefined
  return {
    decorateGenerate: (generate) => (random, run) => {
      if (made === undefined || runs < RUNS) made = generate(random, run)
      return made
    },
    decorateRun: (run) => (value) => {
      runs += 1
      return runs > RUNS ? null : run(value)
    },
  }
})
