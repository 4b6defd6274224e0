import fc from 'fast-check'
import type { Discrepancy } from './discrepancy.js'
import { type FoundRule, findRule } from './find-rule.js'
import type { LawBreak, Sample } from './law-break.js'
import { printBreak } from './print-break.js'
import { reduceValue } from './reduce-value.js'
import {
  type AnySubject,
  entitiesOf,
  isAllowed,
  madeDocuments,
  nameOf,
  recordedOf,
} from './subject.js'

/** One thing that every mapping keeps. */
export interface MappingLaw {
  readonly name: string
  /** Throws where the subject breaks the law, with everything that leads to the fix. */
  run(subject: AnySubject): void
  /** How the subject breaks the law; nothing where it does not. */
  find(subject: AnySubject): LawBreak | undefined
}

/** A law as something to be tried with one value at a time. */
export interface Trial<S extends Sample> {
  readonly name: string
  /** What it is tried with: documents, entities, or any values at all. */
  readonly of: 'wire' | 'entity' | 'anything'
  /** Once is enough for one document or entity. */
  readonly isPlain?: true
  /** The values of one trial, out of a document or an entity. */
  draw(subject: AnySubject, of: fc.Arbitrary<unknown>): fc.Arbitrary<S>
  find(subject: AnySubject, sample: S): Discrepancy | undefined
}

/** Makes a law out of its trial. */
export function lawOf<S extends Sample>(trial: Trial<S>): MappingLaw {
  const find = (subject: AnySubject) => breakOf(trial, subject)
  return { name: trial.name, find, run: (subject) => refuseBreak(find(subject)) }
}

/** Throws a broken law in words. */
export function refuseBreak(found: LawBreak | undefined): void {
  if (found) throw new Error(printBreak(found))
}

const RUNS = 100

interface Source {
  readonly values: fc.Arbitrary<unknown>
  readonly runs: number
  readonly recorded?: number
}

function* sourcesOf({ of, isPlain }: Trial<never>, subject: AnySubject): Generator<Source> {
  const { runs = RUNS } = subject
  if (!Number.isInteger(runs) || runs < 1) throw new Error(`\`runs\` is ${runs}: nothing is tried`)
  if (of === 'anything') yield { values: fc.constant(undefined), runs }
  if (of === 'entity') yield { values: entitiesOf(subject), runs }
  if (of !== 'wire') return
  const recorded = recordedOf(subject)
  const each = isPlain ? 1 : Math.max(3, Math.ceil(runs / Math.max(1, recorded.length)))
  for (const [index, document] of recorded.entries()) {
    yield { values: fc.constant(document), runs: each, recorded: index + 1 }
  }
  yield { values: madeDocuments(subject), runs }
}

function breakOf<S extends Sample>(trial: Trial<S>, subject: AnySubject): LawBreak | undefined {
  for (const source of sourcesOf(trial as Trial<never>, subject)) {
    const { seed: given } = subject
    const property = fc.property(
      trial.draw(subject, source.values),
      (sample) => foundIn(trial, subject, sample) === undefined,
    )
    const options = { numRuns: source.runs, ...(given === undefined ? {} : { seed: given }) }
    const { failed, counterexample, seed, errorInstance } = fc.check(property, options)
    if (!failed) continue
    const [sample] = counterexample ?? []
    if (sample === undefined) throw errorInstance ?? new Error(`${trial.name}: nothing to try`)
    const said = source.recorded === undefined ? { seed } : { recorded: source.recorded }
    return { ...explained(trial, subject, sample), ...said }
  }
  return undefined
}

function foundIn<S extends Sample>(
  trial: Trial<S>,
  subject: AnySubject,
  sample: S,
): Discrepancy | undefined {
  try {
    const found = trial.find(subject, sample)
    return found && isAllowed(subject, { ...found, ...ruleOf(subject, found) }) ? undefined : found
  } catch (problem) {
    return { what: `it throws ${problem instanceof Error ? problem.name : 'something'}` }
  }
}

const NOW_AND_THEN =
  'it is broken now and then: a rule asks a clock, counts, or changes what it is given'

function explained<S extends Sample>(trial: Trial<S>, subject: AnySubject, sample: S): LawBreak {
  const first = foundIn(trial, subject, sample) ?? { what: NOW_AND_THEN }
  const smallest = reducedSample(trial, subject, { sample, kind: kindOf(first) })
  const discrepancy = foundIn(trial, subject, smallest) ?? first
  const rule = ruleOf(subject, discrepancy)
  return {
    law: trial.name,
    mapping: nameOf(subject),
    discrepancy,
    ...(rule ? { rule } : {}),
    sample: smallest,
  }
}

function reducedSample<S extends Sample>(
  trial: Trial<S>,
  subject: AnySubject,
  { sample, kind }: { readonly sample: S; readonly kind: string },
): S {
  let smallest = sample
  for (const name of Object.keys(sample)) {
    const withPart = (part: unknown) => ({ ...smallest, [name]: part })
    const isStill = (smaller: unknown) => {
      // no example of a mapping is an entity that its schema refuses
      if (name === 'entity' && !subject.mapping.canonical.safeParse(smaller).success) return false
      const found = foundIn(trial, subject, withPart(smaller))
      return found !== undefined && kindOf(found) === kind
    }
    smallest = withPart(reduceValue(smallest[name], isStill))
  }
  return smallest
}

// the same discrepancy of the same rule, at whatever element of a list
function kindOf({ what, wire = '', entity = '', expected, actual }: Discrepancy): string {
  const states = [expected, actual].map((value) => (value === undefined ? 'nothing' : 'something'))
  return [what, wire, entity, ...states].join(' ').replace(/\/\d+/g, '/*')
}

function ruleOf({ mapping }: AnySubject, { wire, entity }: Discrepancy): FoundRule | undefined {
  const byWire = wire ? findRule(mapping, { side: 'wire', pointer: wire }) : undefined
  if (byWire) return entity ? { ...byWire, entity } : byWire
  return entity ? findRule(mapping, { side: 'entity', pointer: entity }) : undefined
}
