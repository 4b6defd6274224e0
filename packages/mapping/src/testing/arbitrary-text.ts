import fc from 'fast-check'

/** How long generated text may be. */
export const LONGEST_TEXT = 12

// what trimming, changing case, parsing and comparing carelessly make something else of
const AWKWARD = [
  '',
  ' ',
  ' a',
  'a ',
  'A',
  'Zoë',
  'straße',
  'İ',
  '007',
  '1e3',
  'null',
  'a,b',
  'a\nb',
]

/** Text of any characters, often with spaces around, in another case, or like a number. */
export const arbitraryText: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: fc.string({ unit: 'grapheme', maxLength: LONGEST_TEXT }) },
  { weight: 1, arbitrary: fc.constantFrom(...AWKWARD) },
)
