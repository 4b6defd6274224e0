import {
  Amount,
  Currency,
  Decimal,
  escapePointer,
  fromUnits,
  Instant,
  LocalDate,
  LocalTime,
  Money,
  Quantity,
  Unit,
} from '@canonry/model'
import {
  arbitraryCurrency,
  arbitraryCutOver,
  arbitraryInstant,
  arbitraryMoment,
  arbitraryMoney,
  arbitraryQuantity,
  arbitraryUnit,
} from '@canonry/model/testing'
import fc from 'fast-check'
import { z } from 'zod'
import { setOwn } from '../wire/json.js'
import { WireNumber } from '../wire/wire-number.js'
import { arbitraryText, LONGEST_TEXT } from './arbitrary-text.js'

/** Stands for a field that an object does not have. */
export const LEFT_OUT: unique symbol = Symbol('left out')

type Values = fc.Arbitrary<unknown>

/** Says what a place holds where its schema alone would say too little; otherwise nothing. */
export interface Placing {
  /** Values of a place that are neither `null` nor missing. */
  values?(pointer: string): Values | undefined
  /** Values of a place as they are, {@link LEFT_OUT} among them. */
  whole?(pointer: string): Values | undefined
}

const arbitraryShortDecimal: fc.Arbitrary<Decimal> = fc
  .tuple(fc.integer({ min: -99_999, max: 99_999 }), fc.integer({ min: 0, max: 3 }))
  .map(([units, scale]) => fromUnits(BigInt(units), scale))
const money = arbitraryCurrency.chain((currency) => arbitraryMoney(currency))

// a schema that is described or marked anew keeps its definition
const KNOWN: ReadonlyMap<object, Values> = new Map<object, Values>([
  [Decimal.def, arbitraryShortDecimal],
  [Currency.def, arbitraryCurrency],
  [Instant.def, arbitraryInstant],
  [LocalDate.def, arbitraryMoment.map((ms) => new Date(ms).toISOString().slice(0, 10))],
  [LocalTime.def, arbitraryCutOver],
  [Unit.def, arbitraryUnit],
  [Money.def, money],
  [Amount.def, money.map((shop) => ({ shop }))],
  [Quantity.def, arbitraryQuantity()],
])

/** Values that a zod schema takes, at every place of it what {@link Placing} says, if it says so. */
export function arbitraryOfSchema(
  schema: z.ZodType,
  at: { readonly pointer: string; readonly placing?: Placing } = { pointer: '' },
): Values {
  const { schema: inner, nullable, optional } = unwrapped(schema)
  const given = at.placing?.whole?.(at.pointer)
  if (given) return given
  const values = at.placing?.values?.(at.pointer) ?? KNOWN.get(inner.def) ?? ofKind(inner, at)
  const gaps = [
    ...(nullable ? [{ weight: 1, arbitrary: fc.constant<unknown>(null) }] : []),
    ...(optional ? [{ weight: 1, arbitrary: fc.constant<unknown>(LEFT_OUT) }] : []),
  ]
  return gaps.length === 0 ? values : fc.oneof({ weight: 4, arbitrary: values }, ...gaps)
}

interface Unwrapped {
  readonly schema: z.ZodType
  readonly nullable: boolean
  readonly optional: boolean
}

/** A schema without what it says about `null` and nothing, and what it says. */
function unwrapped(schema: z.ZodType): Unwrapped {
  if (schema instanceof z.ZodOptional) {
    return { ...unwrapped(schema.unwrap() as z.ZodType), optional: true }
  }
  if (schema instanceof z.ZodNullable) {
    return { ...unwrapped(schema.unwrap() as z.ZodType), nullable: true }
  }
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodReadonly) {
    return unwrapped(schema.unwrap() as z.ZodType)
  }
  return { schema, nullable: false, optional: false }
}

type At = Parameters<typeof arbitraryOfSchema>[1]

function ofKind(schema: z.ZodType, at: NonNullable<At>): Values {
  if (schema instanceof z.ZodObject) return accepted(schema, objects(schema, at))
  if (schema instanceof z.ZodArray) {
    const element = schema.element as z.ZodType
    const inside = arbitraryOfSchema(element, { ...at, pointer: `${at.pointer}/*` }).map(present)
    return accepted(schema, fc.array(inside, { maxLength: 3 }))
  }
  if (schema instanceof z.ZodRecord) {
    const inside = arbitraryOfSchema(schema.valueType as z.ZodType, {
      ...at,
      pointer: `${at.pointer}/*`,
    }).map(present)
    const keys = arbitraryOfSchema(schema.keyType as z.ZodType) as fc.Arbitrary<string>
    return fc.dictionary(keys, inside, { maxKeys: 3, noNullPrototype: true })
  }
  if (schema instanceof z.ZodUnion) {
    const options = (schema.options as z.ZodType[]).filter((option) => !isCustom(option))
    const kept = KEPT.filter((value) => schema.safeParse(value).success)
    const made = options.map((option) => arbitraryOfSchema(option, at))
    return fc.oneof(...made, ...(kept.length > 0 ? [fc.constantFrom<unknown>(...kept)] : []))
  }
  if (schema instanceof z.ZodPipe) return arbitraryOfSchema(schema.in as z.ZodType, at)
  const found = known.get(schema.def)
  if (found) return found
  const made = scalars(schema)
  known.set(schema.def, made)
  return made
}

// a schema that is said once stands in many places
const known = new WeakMap<object, Values>()

// an element cannot be left out
function present(value: unknown): unknown {
  return value === LEFT_OUT ? null : value
}

const KEPT = ['9007199254740993', '0.1000000000000000055511'].map((text) => new WireNumber(text))

function isCustom(schema: z.ZodType): boolean {
  return schema instanceof z.ZodCustom
}

function objects(schema: z.ZodObject, at: NonNullable<At>): Values {
  const fields = Object.entries(schema.shape).map(
    ([key, field]) =>
      [
        key,
        arbitraryOfSchema(field as z.ZodType, {
          ...at,
          pointer: `${at.pointer}/${escapePointer(key)}`,
        }),
      ] as const,
  )
  return fc
    .tuple(...fields.map(([, values]) => values))
    .map((values) => objectOf(values.map((value, index) => [fields[index]?.[0] ?? '', value])))
}

/** An object of these fields, without those that are left out. */
export function objectOf(
  fields: readonly (readonly [key: string, value: unknown])[],
): Record<string, unknown> {
  const object: Record<string, unknown> = {}
  for (const [key, value] of fields) if (value !== LEFT_OUT) setOwn(object, key, value)
  return object
}

// what no rule reads is only carried: a few kinds of value are enough
const ANYTHING = fc.constantFrom<unknown>('x', 7, true, null, [], ['y'], { z: 1 })

function scalars(schema: z.ZodType): Values {
  if (schema instanceof z.ZodBoolean) return fc.boolean()
  if (schema instanceof z.ZodNull) return fc.constant(null)
  if (schema instanceof z.ZodEnum) return fc.constantFrom(...(schema.options as unknown[]))
  if (schema instanceof z.ZodLiteral) return fc.constantFrom(...(schema.values as Set<unknown>))
  if (schema instanceof z.ZodNumber) return accepted(schema, numbers(schema))
  if (schema instanceof z.ZodString || schema instanceof z.ZodStringFormat) {
    return accepted(schema, texts(schema))
  }
  return accepted(schema, ANYTHING)
}

function numbers(schema: z.ZodType): Values {
  const { type, minimum, maximum } = z.toJSONSchema(schema, { io: 'input' })
  const within = { min: minimum ?? -1_000_000, max: maximum ?? 1_000_000 }
  if (type === 'integer') return fc.integer(bounded(within)).map((number) => number + 0)
  return fc.integer(bounded(within)).map((number) => number / 100)
}

function bounded({ min, max }: { readonly min: number; readonly max: number }) {
  return { min: Math.max(min, -1_000_000), max: Math.min(max, 1_000_000) }
}

function texts(schema: z.ZodType): Values {
  const {
    pattern,
    minLength = 0,
    maxLength = LONGEST_TEXT,
  } = z.toJSONSchema(schema, { io: 'input' })
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern))
  if (minLength === 0 && maxLength >= LONGEST_TEXT) return arbitraryText
  return fc.string({ unit: 'grapheme', minLength, maxLength: Math.min(LONGEST_TEXT, maxLength) })
}

// JSON Schema does not say everything that a schema checks
function accepted(schema: z.ZodType, values: Values): Values {
  const checks: readonly unknown[] = schema.def.checks ?? []
  const isOpen = checks.length === 0 && !(schema instanceof z.ZodCustom)
  return isOpen ? values : values.filter((value) => schema.safeParse(value).success)
}
