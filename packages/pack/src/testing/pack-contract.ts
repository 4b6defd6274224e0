import { type ContractCase, withExemptions } from './contract-case.js'
import type { PackSubject } from './contract-subject.js'
import { coverageCases } from './coverage-cases.js'
import { givenCases } from './given-cases.js'
import { goldenCases } from './golden-cases.js'
import { lawCases } from './law-cases.js'
import { promiseCases } from './promise-cases.js'
import { recordedCases } from './recorded-cases.js'
import { writtenCases } from './written-cases.js'

/**
 * What every pack keeps, as cases for any test runner: its own promises, the laws of its mappings,
 * recorded documents with reviewed results, the model's invariants, and coverage of the official
 * specifications.
 *
 * `run` throws where a case is broken, with everything that leads to the fix.
 */
export function packContract(subject: PackSubject): readonly ContractCase[] {
  const cases = [
    ...givenCases(subject),
    ...promiseCases(subject),
    ...recordedCases(subject),
    ...goldenCases(subject),
    ...coverageCases(subject),
    ...lawCases(subject),
    ...writtenCases(subject),
  ]
  return withExemptions(cases, subject)
}
