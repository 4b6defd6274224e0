import type { LocalDate, LocalTime } from '@canonry/model'
import { z } from 'zod'
import { refuse } from '../refusal.js'
import type { ValueDomain } from './domain.js'
import { type Leaf, leaf } from './leaf.js'

/** A calendar day as ISO 8601 text: `2026-11-24`. */
export const localDate: Leaf<string, LocalDate> = checkedText(z.regexes.date, {
  name: 'localDate',
  doc: 'day, without time or zone',
  expected: 'a day YYYY-MM-DD',
  domain: { kind: 'date' },
})

/** A time of day to the minute: `18:00`. */
export const localTime: Leaf<string, LocalTime> = checkedText(/^(?:[01]\d|2[0-3]):[0-5]\d$/, {
  name: 'localTime',
  doc: 'time of day, without a zone',
  expected: 'a time HH:MM',
})

/** A length of time as ISO 8601 text, kept as written: `PT168H`. */
export const duration: Leaf<string, string> = checkedText(z.regexes.duration, {
  name: 'duration',
  doc: 'ISO 8601 duration',
  expected: 'an ISO 8601 duration',
  domain: {
    kind: 'matching',
    pattern: '^P(\\d{1,3}D(T\\d{1,3}H)?|T\\d{1,3}M(\\d{1,3}S)?|\\d{1,2}W)$',
  },
})

/** A country as two letters of ISO 3166-1; three letters and names need a {@link table}. */
export const country: Leaf<string, string> = checkedText(/^[A-Z]{2}$/, {
  name: 'country',
  doc: 'ISO 3166-1 alpha-2',
  expected: 'two capital letters',
})

/** A unit of measure as its UN/CEFACT code; a system's own words need a {@link table}. */
export const unit: Leaf<string, string> = checkedText(/^[A-Z0-9]{2,3}$/, {
  name: 'unit',
  doc: 'UN/CEFACT unit code',
  expected: 'a code of UN/CEFACT Recommendation 20',
})

/** A language as a BCP 47 tag, `en-US`, from text that parts it with an underscore: `en_US`. */
export const languageTag: Leaf<string, string> = leaf({
  name: 'languageTag',
  doc: 'language, en_US as the tag en-US',
  lossless: true,
  domain: {
    wire: { kind: 'matching', pattern: '^[a-z]{2,3}(_[A-Z][a-z]{3})?(_[A-Z]{2})?$' },
    entity: { kind: 'matching', pattern: '^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$' },
  },
  decode: (wire) =>
    isTag(wire, '_') ? wire.replaceAll('_', '-') : refuse('language', 'a language such as en_US'),
  encode: (value) =>
    isTag(value, '-') ? value.replaceAll('-', '_') : refuse('language', 'a language tag'),
})

const LONGEST = 64

interface CheckedText {
  readonly name: string
  readonly doc: string
  readonly expected: string
  /** What the expression generates, where the expression itself cannot be generated from. */
  readonly domain?: ValueDomain
}

/** Text that an expression accepts, the same on both sides. */
function checkedText(form: RegExp, definition: CheckedText): Leaf<string, string> {
  const { name, doc, expected } = definition
  const domain = definition.domain ?? { kind: 'matching', pattern: form.source }
  const check = (value: string) =>
    typeof value === 'string' && value.length <= LONGEST && form.test(value)
      ? value
      : refuse(name, expected)
  return leaf({
    name,
    doc,
    lossless: true,
    domain: { wire: domain, entity: domain },
    decode: check,
    encode: check,
  })
}

function isTag(value: unknown, separator: '_' | '-'): value is string {
  return (
    typeof value === 'string' &&
    value.length <= LONGEST &&
    new RegExp(`^[A-Za-z]{2,8}(?:${separator}[A-Za-z0-9]{1,8})*$`).test(value)
  )
}
