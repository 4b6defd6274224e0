import assert from 'node:assert'
import fc from 'fast-check'
import { decode } from '../run/decode.js'
import { encode } from '../run/encode.js'
import { isJsonObject } from '../wire/json.js'
import { allPlaces, changePlace, type Steps, valueAtPlace } from './change-place.js'
import { isKeyedList } from './keyed-places.js'
import { assertCanonical, assertComesBack } from './round-trip-laws.js'
import { check, decoded, documentsOf, type MappingLaw } from './subject.js'

const SECRET = 'Zoë §7 Example'
const keys = fc.oneof(
  fc.constantFrom('__proto__', 'constructor', 'prototype', 'a/b', '~1', '', '#1', '-/x'),
  fc.string().map((text) => `unheard-of ${text}`),
)

const drift: MappingLaw = {
  name: 'Drift: a field that the mapping does not know survives in every object of a document',
  run: (subject) =>
    check(
      subject,
      fc.property(
        documentsOf(subject),
        fc.nat(),
        keys,
        fc.jsonValue(),
        (wire, pick, key, value) => {
          const isOpen = (place: Steps) =>
            isJsonObject(valueAtPlace(wire, place)) && !isKeyedList(subject.mapping, place)
          const objects = allPlaces(wire).filter(isOpen)
          const place = objects[pick % objects.length]
          if (!place) return
          const drifted = changePlace(wire, [...place, key], value)
          assertComesBack(subject, drifted)
          assert.equal(Object.hasOwn(Object.prototype, key), Object.hasOwn(UNTOUCHED, key))
        },
      ),
    ),
}

const UNTOUCHED = Object.getOwnPropertyDescriptors(Object.prototype)

const anyJson: MappingLaw = {
  name: 'No throw: any JSON, read as a document or written as an entity, gives a value or errors',
  run: (subject) =>
    check(
      subject,
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        const { mapping, context } = subject
        assert.ok(decode(mapping, value, context))
        assert.ok(encode(mapping, value, { context }))
      }),
    ),
}

const corruption: MappingLaw = {
  name: 'Corruption: a document with one wrong value is refused, or read and written as it is',
  run: (subject) =>
    check(
      subject,
      fc.property(documentsOf(subject), fc.nat(), fc.jsonValue(), (wire, pick, value) => {
        const places = allPlaces(wire)
        const broken = changePlace(wire, places[pick % places.length] ?? [], value)
        if (decode(subject.mapping, broken, subject.context).isErr()) return
        assertCanonical(subject, decoded(subject, broken).entity)
        assertComesBack(subject, broken)
      }),
    ),
}

const discretion: MappingLaw = {
  name: 'Discretion: an error names the places and never quotes the document',
  run: (subject) =>
    check(
      subject,
      fc.property(documentsOf(subject), fc.nat(), (wire, pick) => {
        const places = allPlaces(wire)
        const broken = changePlace(wire, places[pick % places.length] ?? [], SECRET)
        const found = decode(subject.mapping, broken, subject.context)
        if (found.isErr()) assert.ok(!JSON.stringify(found.error).includes(SECRET))
      }),
    ),
}

/** What holds however wrong or strange a document is. */
export const hostileLaws: readonly MappingLaw[] = [drift, anyJson, corruption, discretion]
