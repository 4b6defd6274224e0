import fc from 'fast-check'
import { decode } from '../run/decode.js'
import { type Path, placeAt } from '../wire/path.js'
import { type PlacedRule, rulesOf, saidOf } from './find-rule.js'
import { type MappingLaw, refuseBreak } from './law.js'
import type { LawBreak } from './law-break.js'
import { type AnySubject, isAllowed, madeDocuments, nameOf, recordedOf } from './subject.js'

const NAME = 'Exercise: every rule makes a value of at least one document'
const RUNS = 100
// what the mapping fixes, or says that there is none, makes nothing of a document
const IDLE = new Set(['absent', 'constant', 'joined', 'position', 'derived'])

/** No rule is proven by documents in which it has nothing to say. */
export const exerciseLaw: MappingLaw = {
  name: NAME,
  find: unexercised,
  run: (subject) => refuseBreak(unexercised(subject)),
}

function unexercised(subject: AnySubject): LawBreak | undefined {
  const { mapping } = subject
  const idle = new Set(rulesOf(mapping).filter((rule) => isProvable(subject, rule)))
  for (const document of documentsFor(subject, idle)) {
    decode(mapping, document, subject.context).match(
      ({ entity }) => {
        for (const rule of idle) if (holdsValue(entity, rule.entity)) idle.delete(rule)
      },
      () => undefined,
    )
  }
  const [first] = idle
  return first && breakOf(subject, first, [...idle])
}

function isProvable(subject: AnySubject, { node, wire, entity }: PlacedRule): boolean {
  const places = { wire: placeAt(wire).pointer, entity: placeAt(entity).pointer }
  return !IDLE.has(node.kind) && !isAllowed(subject, places)
}

function* documentsFor(subject: AnySubject, idle: ReadonlySet<unknown>): Generator<unknown> {
  yield* recordedOf(subject)
  if (idle.size === 0) return
  const { runs = RUNS, seed } = subject
  const options = { numRuns: Math.max(runs, RUNS), ...(seed === undefined ? {} : { seed }) }
  yield* fc.sample(madeDocuments(subject), options)
}

function breakOf(subject: AnySubject, first: PlacedRule, idle: readonly PlacedRule[]): LawBreak {
  const { node, of } = first
  const [wire, entity] = [placeAt(first.wire).pointer, placeAt(first.entity).pointer]
  const others = [...new Set(idle.map((rule) => placeAt(rule.entity).pointer))]
  const rule = { node, ...saidOf(node, of), wire, entity }
  return {
    law: NAME,
    mapping: nameOf(subject),
    discrepancy: {
      what: 'no document gives the rule a value: record one, or say in `overrides` what may stand there',
      wire,
      entity,
    },
    rule,
    sample: { unproven: others },
  }
}

/** Whether anything stands at a place, `*` being any element. */
function holdsValue(value: unknown, [key, ...rest]: Path): boolean {
  if (value === undefined) return false
  if (key === undefined) return !(Array.isArray(value) && value.length === 0)
  if (key === '*' && Array.isArray(value)) return value.some((item) => holdsValue(item, rest))
  if (typeof value !== 'object' || value === null) return false
  return holdsValue((value as Record<string, unknown>)[key], rest)
}
