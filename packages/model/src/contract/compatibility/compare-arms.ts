import { areDisjoint } from './disjoint.js'
import { frameAround, frameInside } from './frame.js'
import { pairUp } from './pair-up.js'
import { armsOf, isRecord, keyword, type Place, without, withSchema } from './place.js'
import { acceptsAll, constraintsOf } from './resolve.js'
import { hasMeaning, type SchemaShift } from './schema-change.js'
import { type Frame, type Pair, shiftAt, type Walk } from './walk.js'

/** Compares schemas that must all hold: `allOf`, and a `$ref` beside other keywords. */
export function compareConjuncts(walk: Walk, pair: Pair): readonly SchemaShift[] {
  const inside = frameInside(pair.before, pair.frame)
  const frame = frameAround(pair.before, { outer: inside })
  const conjuncts = (place: Place) => [...armsOf(place, 'allOf'), ...referenceOf(place)]
  return compareArms(walk, {
    before: conjuncts(pair.before),
    after: conjuncts(pair.after),
    frame,
    told: { rule: 'all-of', added: 'narrower', removed: 'wider' },
  })
}

/** Compares schemas of which one must hold: `anyOf`, and `oneOf`. */
export function compareAlternatives(walk: Walk, pair: Pair): readonly SchemaShift[] {
  return [...comparePlain(walk, pair), ...compareExclusive(walk, pair)]
}

/**
 * The comparison of two schemas of which only one is a choice or a conjunction of others: a schema
 * alone is the choice of itself, once per type. `undefined` where keywords can be compared.
 */
export function compareUnlike(walk: Walk, pair: Pair): readonly SchemaShift[] | undefined {
  const { before, after } = pair
  for (const kind of [PLAIN, ALL]) {
    const isBeforeOnly = isOnly(before, kind.nameIn(before)) && !hasArms(after)
    const isAfterOnly = isOnly(after, kind.nameIn(after)) && !hasArms(before)
    if (!isBeforeOnly && !isAfterOnly) continue
    const arms = (place: Place, isChoice: boolean) =>
      isChoice ? armsOf(place, kind.nameIn(place) ?? '') : kind.single(place)
    return compareArms(walk, {
      before: arms(before, isBeforeOnly),
      after: arms(after, isAfterOnly),
      frame: pair.frame,
      told: kind.told,
    })
  }
  return undefined
}

const ANY_OF = { rule: 'any-of', added: 'wider', removed: 'narrower' } as const
const ONE_OF = { rule: 'one-of', added: 'wider', removed: 'narrower' } as const

const PLAIN = { nameIn: plainName, single: perType, told: ANY_OF }
const ALL = {
  nameIn: (): string => 'allOf',
  single: (place: Place): readonly Place[] => [place],
  told: { rule: 'all-of', added: 'narrower', removed: 'wider' },
} as const

// a `oneOf` whose alternatives exclude each other means what `anyOf` means
function plainName(place: Place): string | undefined {
  if (keyword(place, 'anyOf') !== undefined) return 'anyOf'
  const isPlain = keyword(place, 'oneOf') !== undefined && areDisjoint(armsOf(place, 'oneOf'))
  return isPlain ? 'oneOf' : undefined
}

function exclusiveName(place: Place): string | undefined {
  if (keyword(place, 'oneOf') === undefined || plainName(place) === 'oneOf') return undefined
  return 'oneOf'
}

function comparePlain(walk: Walk, pair: Pair): readonly SchemaShift[] {
  return compareChoice(walk, { pair, nameIn: plainName, told: ANY_OF })
}

function compareExclusive(walk: Walk, pair: Pair): readonly SchemaShift[] {
  const shifts = compareChoice(walk, { pair, nameIn: exclusiveName, told: ONE_OF })
  if (!hasMeaning(shifts)) return shifts
  const message = 'exactly one alternative must hold, and they are not known to exclude each other'
  const overlap = { at: 'oneOf', rule: 'one-of-overlap', shift: 'different', message } as const
  return [...shifts, shiftAt(pair.after, overlap)]
}

interface Choice {
  readonly pair: Pair
  readonly nameIn: (place: Place) => string | undefined
  readonly told: Arms['told']
}

function compareChoice(walk: Walk, { pair, nameIn, told }: Choice): readonly SchemaShift[] {
  const [earlier, later] = [nameIn(pair.before), nameIn(pair.after)]
  if (earlier !== undefined && later !== undefined) {
    const outer = frameInside(pair.before, pair.frame)
    const frame = frameAround(pair.before, { outer, except: [earlier] })
    const [before, after] = [armsOf(pair.before, earlier), armsOf(pair.after, later)]
    return compareArms(walk, { before, after, frame, told })
  }
  const rule = (what: string) => `${told.rule}-${what}`
  if (later !== undefined) {
    const message = 'one of some alternatives must hold now'
    return [shiftAt(pair.after, { at: later, rule: rule('added'), shift: 'narrower', message })]
  }
  if (earlier === undefined) return []
  const message = 'no alternative must hold any more'
  return [shiftAt(pair.before, { at: earlier, rule: rule('removed'), shift: 'wider', message })]
}

interface Arms {
  readonly before: readonly Place[]
  readonly after: readonly Place[]
  readonly frame: Frame
  readonly told: {
    readonly rule: string
    readonly added: 'wider' | 'narrower'
    readonly removed: 'wider' | 'narrower'
  }
}

function compareArms(walk: Walk, { before, after, frame, told }: Arms): readonly SchemaShift[] {
  const { shifts, removed, added } = pairUp(walk, { before, after, frame })
  // a schema that accepts everything adds nothing to those that must hold beside it
  const counts = (arm: Place) => told.rule !== ALL.told.rule || !acceptsAll(arm.schema)
  return [
    ...shifts,
    ...added.filter(counts).map(({ pointer }) => ({
      pointer,
      rule: `${told.rule}-arm-added`,
      shift: told.added,
      message: 'there is one more schema to choose or to hold',
    })),
    ...removed.filter(counts).map(({ pointer }) => ({
      pointer,
      rule: `${told.rule}-arm-removed`,
      shift: told.removed,
      message: 'there is one schema less to choose or to hold',
    })),
  ]
}

function perType(place: Place): readonly Place[] {
  const type = keyword(place, 'type')
  if (!Array.isArray(type) || !isRecord(place.schema)) return [place]
  return type.map((one) => withSchema(place, { ...(place.schema as object), type: one }))
}

function hasArms(place: Place): boolean {
  return ['allOf', 'anyOf', 'oneOf', '$ref'].some((name) => keyword(place, name) !== undefined)
}

function isOnly(place: Place, name: string | undefined): boolean {
  if (name === undefined || keyword(place, name) === undefined) return false
  return constraintsOf(without(place.schema, [name])).length === 0
}

function referenceOf(place: Place): readonly Place[] {
  const reference = keyword(place, '$ref')
  return reference === undefined ? [] : [withSchema(place, { $ref: reference })]
}
