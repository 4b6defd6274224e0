import fc from 'fast-check'
import type { EachNode } from '../declare/node.js'
import { decode } from '../run/decode.js'
import { askAbout } from '../run/scope.js'
import { isJsonObject } from '../wire/json.js'
import { type Path, placeAt } from '../wire/path.js'
import { type PlacedRule, rulesOf, saidOf } from './find-rule.js'
import { type MappingLaw, refuseBreak } from './law.js'
import type { LawBreak } from './law-break.js'
import { type AnySubject, documentsOf, isAllowed, nameOf } from './subject.js'

const NAME = 'Keys: the key of a list tells its elements apart'
const RUNS = 200
// so many lists of several elements cannot have equal keys by chance
const ENOUGH = 30

/** Residue follows an element by its key: one that is always the same makes it follow the place. */
export const keyLaw: MappingLaw = {
  name: NAME,
  find: sameKeys,
  run: (subject) => refuseBreak(sameKeys(subject)),
}

interface Keyed extends PlacedRule {
  readonly node: EachNode
}

function sameKeys(subject: AnySubject): LawBreak | undefined {
  const { mapping, context, seed } = subject
  const lists = rulesOf(mapping).filter((rule): rule is Keyed => rule.node.kind === 'each')
  if (lists.length === 0) return undefined
  const options = { numRuns: RUNS, ...(seed === undefined ? {} : { seed }) }
  const seen = fc
    .sample(documentsOf(subject), options)
    .map((document) => decode(mapping, document, context).unwrapOr(undefined)?.entity)
  const found = lists.find((list) => {
    const several = seen.flatMap((entity) => severalKeys(entity, list))
    const isBlind = several.length >= ENOUGH && several.every((keys) => new Set(keys).size === 1)
    return isBlind && !isAllowed(subject, placesOf(list))
  })
  return found && breakOf(subject, found)
}

/** The keys of every list of several elements that a rule makes of an entity. */
function severalKeys(entity: unknown, { node, entity: path }: Keyed): unknown[][] {
  return listsAt(entity, path)
    .map((elements) => keysOf(node, elements))
    .filter((keys) => keys.length > 1)
}

function keysOf({ key, owns }: EachNode, elements: readonly unknown[]): unknown[] {
  const own = elements.filter((element) => !owns || askAbout(owns, element) === true)
  return own.map((element) => askAbout(key, element))
}

function placesOf({ wire, entity }: PlacedRule): {
  readonly wire: string
  readonly entity: string
} {
  return { wire: placeAt(wire).pointer, entity: placeAt(entity).pointer }
}

function breakOf(subject: AnySubject, list: Keyed): LawBreak {
  const places = placesOf(list)
  return {
    law: NAME,
    mapping: nameOf(subject),
    discrepancy: {
      what: 'all elements have one key, so what is not mapped of an element that moves stays behind',
      ...places,
    },
    rule: { node: list.node, ...saidOf(list.node, list.of), ...places },
    sample: {},
  }
}

/** The lists that a pattern stands for. */
function listsAt(value: unknown, [key, ...rest]: Path): (readonly unknown[])[] {
  if (key === undefined) return Array.isArray(value) ? [value] : []
  if (Array.isArray(value)) return key === '*' ? value.flatMap((item) => listsAt(item, rest)) : []
  return isJsonObject(value) && Object.hasOwn(value, key) ? listsAt(value[key], rest) : []
}
