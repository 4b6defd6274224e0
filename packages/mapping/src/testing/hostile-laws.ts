import fc from 'fast-check'
import { decode } from '../run/decode.js'
import { encode } from '../run/encode.js'
import { isThrown, type MappingError } from '../run/scope.js'
import { isJsonObject } from '../wire/json.js'
import { allPlaces, changePlace, type Steps, valueAtPlace } from './change-place.js'
import { type Discrepancy, refusal } from './discrepancy.js'
import { isKeyedList } from './keyed-places.js'
import { lawOf } from './law.js'
import { differenceBack, uncanonical } from './round-trip-laws.js'
import type { AnySubject } from './subject.js'

const SECRET = 'Zoë §7 Example'
const UNTOUCHED = Object.getOwnPropertyNames(Object.prototype).length
const keys = fc.oneof(
  fc.constantFrom('__proto__', 'constructor', 'prototype', 'a/b', '~1', '', '#1', '-/x'),
  fc.string().map((text) => `unheard-of ${text}`),
)

const drift = lawOf<{
  readonly wire: unknown
  readonly pick: number
  readonly key: string
  readonly value: unknown
}>({
  name: 'Drift: a field that the mapping does not know survives in every object of a document',
  of: 'wire',
  draw: (_, documents) =>
    fc.record({ wire: documents, pick: fc.nat(), key: keys, value: fc.jsonValue() }),
  find: (subject, { wire, pick, key, value }) => {
    const place = pickedObject(subject, wire, pick)
    const found = place && differenceBack(subject, changePlace(wire, [...place, key], value))
    if (Object.getOwnPropertyNames(Object.prototype).length === UNTOUCHED) return found
    return { what: 'a document has reached the prototype of all objects' }
  },
})

function pickedObject(subject: AnySubject, wire: unknown, pick: number): Steps | undefined {
  const objects = allPlaces(wire).filter(
    (place) => isJsonObject(valueAtPlace(wire, place)) && !isKeyedList(subject.mapping, place),
  )
  return objects[pick % objects.length]
}

const anyJson = lawOf<{ readonly value: unknown }>({
  name: 'No throw: any JSON, read as a document or written as an entity, gives a value or errors',
  of: 'anything',
  draw: () => fc.jsonValue({ maxDepth: 4 }).map((value) => ({ value })),
  find: ({ mapping, context }, { value }) => {
    const read = decode(mapping, value, context)
    const answers = [read, encode(mapping, value, { context })]
    if (!answers.every(Boolean)) return { what: 'there is no answer' }
    return read.match(() => undefined, thrown)
  },
})

/** The rule that threw where it should have refused, if one did. */
function thrown(errors: readonly MappingError[]): Discrepancy | undefined {
  const threw = errors.find(isThrown)
  return threw && refusal('the document is refused', [threw])
}

interface Broken {
  readonly wire: unknown
  readonly pick: number
  readonly value: unknown
}

const corruption = lawOf<Broken & { readonly [name: string]: unknown }>({
  name: 'Corruption: a document with one wrong value is refused, or read and written as it is',
  of: 'wire',
  draw: (_, documents) => fc.record({ wire: documents, pick: fc.nat(), value: fc.jsonValue() }),
  find: (subject, sample) => {
    const broken = spoiled(sample)
    return decode(subject.mapping, broken, subject.context).match(
      ({ entity }) => uncanonical(subject, entity) ?? differenceBack(subject, broken),
      thrown,
    )
  },
})

const discretion = lawOf<Omit<Broken, 'value'> & { readonly [name: string]: unknown }>({
  name: 'Discretion: an error names the places and never quotes the document',
  of: 'wire',
  draw: (_, documents) => fc.record({ wire: documents, pick: fc.nat() }),
  find: ({ mapping, context }, { wire, pick }) =>
    decode(mapping, spoiled({ wire, pick, value: SECRET }), context).match(
      () => undefined,
      (errors): Discrepancy | undefined => {
        const quoting = errors.find((error) => JSON.stringify(error).includes(SECRET))
        if (!quoting) return undefined
        const { rule, wire, entity } = quoting
        return { what: `an error of "${rule}" quotes what it refuses`, wire, entity }
      },
    ),
})

function spoiled({ wire, pick, value }: Broken): unknown {
  const places = allPlaces(wire)
  return changePlace(wire, places[pick % places.length] ?? [], value)
}

/** What holds however wrong or strange a document is. */
export const hostileLaws = [drift, anyJson, corruption, discretion] as const
