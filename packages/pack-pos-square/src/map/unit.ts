import { group, type Handle, type Rule, refuse } from '@canonry/mapping'
import type { Unit } from '@canonry/model'
import type { WireMeasurementUnit } from '../wire/unit.js'

const AREA = {
  IMPERIAL_ACRE: 'ACR',
  IMPERIAL_SQUARE_INCH: 'INK',
  IMPERIAL_SQUARE_FOOT: 'FTK',
  IMPERIAL_SQUARE_YARD: 'YDK',
  IMPERIAL_SQUARE_MILE: 'MIK',
  METRIC_SQUARE_CENTIMETER: 'CMK',
  METRIC_SQUARE_METER: 'MTK',
  METRIC_SQUARE_KILOMETER: 'KMK',
}
const LENGTH = {
  IMPERIAL_INCH: 'INH',
  IMPERIAL_FOOT: 'FOT',
  IMPERIAL_YARD: 'YRD',
  IMPERIAL_MILE: 'SMI',
  METRIC_MILLIMETER: 'MMT',
  METRIC_CENTIMETER: 'CMT',
  METRIC_METER: 'MTR',
  METRIC_KILOMETER: 'KMT',
}
const VOLUME = {
  GENERIC_FLUID_OUNCE: 'OZA',
  GENERIC_CUP: 'G21',
  GENERIC_PINT: 'PTL',
  GENERIC_QUART: 'QTL',
  GENERIC_GALLON: 'GLL',
  IMPERIAL_CUBIC_INCH: 'INQ',
  IMPERIAL_CUBIC_FOOT: 'FTQ',
  IMPERIAL_CUBIC_YARD: 'YDQ',
  METRIC_MILLILITER: 'MLT',
  METRIC_LITER: 'LTR',
}
const WEIGHT = {
  IMPERIAL_WEIGHT_OUNCE: 'ONZ',
  IMPERIAL_POUND: 'LBR',
  IMPERIAL_STONE: 'STI',
  METRIC_MILLIGRAM: 'MGM',
  METRIC_GRAM: 'GRM',
  METRIC_KILOGRAM: 'KGM',
}
const TIME = {
  GENERIC_MILLISECOND: 'C26',
  GENERIC_SECOND: 'SEC',
  GENERIC_MINUTE: 'MIN',
  GENERIC_HOUR: 'HUR',
  GENERIC_DAY: 'DAY',
}

/** Square's words for units in UN/CEFACT codes, by the field that holds them. */
const UNITS = {
  area_unit: AREA,
  length_unit: LENGTH,
  volume_unit: VOLUME,
  weight_unit: WEIGHT,
  time_unit: TIME,
  generic_unit: { UNIT: 'C62' },
} as const
const FIELDS = Object.entries(UNITS).map(
  ([field, words]) => [field, new Map(Object.entries(words))] as const,
)

/** UN/CEFACT Rec 20: a unit that the parties have agreed upon, here one that the merchant named. */
export const OWN_UNIT: Unit = 'ZZ'

/** The unit of a measurement unit, as it stands in a document; none where none is set. */
export function unitIn(wire: unknown): Unit | undefined {
  const words = (wire ?? {}) as Readonly<Record<string, unknown>>
  for (const [field, codes] of FIELDS) {
    const word = Object.hasOwn(words, field) ? words[field] : undefined
    if (typeof word === 'string') return codes.get(word) ?? OWN_UNIT
  }
  return words['custom_unit'] === undefined || words['custom_unit'] === null ? undefined : OWN_UNIT
}

const NO_UNIT = {
  area: undefined,
  length: undefined,
  volume: undefined,
  weight: undefined,
  time: undefined,
  generic: undefined,
  custom: undefined,
}

/** What is counted: Square's word as a UN/CEFACT code, a unit of the merchant's own as ZZ. */
export function maybeUnit(
  unit: Handle<WireMeasurementUnit | null | undefined>,
): Rule<Unit | undefined> {
  return group(
    {
      area: unit.area_unit,
      length: unit.length_unit,
      volume: unit.volume_unit,
      weight: unit.weight_unit,
      time: unit.time_unit,
      generic: unit.generic_unit,
      custom: unit.custom_unit,
    },
    {
      doc: 'unit as a UN/CEFACT code; ZZ for one of the merchant’s own (optional)',
      loss: 'the name of a unit of the merchant’s own',
      get: ({ custom, ...words }) =>
        unitIn({
          ...Object.fromEntries(
            Object.entries(words).map(([name, word]) => [`${name}_unit`, word]),
          ),
          custom_unit: custom,
        }),
      put: (code) => {
        if (code === undefined) return NO_UNIT
        if (code === OWN_UNIT) return { ...NO_UNIT, custom: { name: code, abbreviation: code } }
        const found = wordOf(code)
        return found ? { ...NO_UNIT, [found.name]: found.word } : NO_WORD
      },
    },
  )
}

const NO_WORD = refuse('no-word', 'a unit that Square has a word for')

function wordOf(code: Unit): { readonly name: string; readonly word: string } | undefined {
  for (const [field, codes] of FIELDS) {
    for (const [word, own] of codes) {
      if (own === code) return { name: field.replace('_unit', ''), word }
    }
  }
  return undefined
}
