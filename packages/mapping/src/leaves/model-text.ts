import { type Gln, parseGln, parseZone, type Zone } from '@canonry/model'
import { refuse } from '../refusal.js'
import type { ValueDomain } from './domain.js'
import { type Leaf, leaf } from './leaf.js'

const SOME_ZONES = { kind: 'words', words: ['Europe/Berlin', 'America/New_York', 'UTC'] } as const
const SOME_PLACES = { kind: 'words', words: ['4012345000009', '0614141000012'] } as const

/** A time zone by its IANA name: `Europe/Berlin`. */
export const zone: Leaf<string, Zone> = modelText({
  name: 'zone',
  doc: 'IANA time zone',
  expected: 'a time zone of the IANA database',
  domain: SOME_ZONES,
  holds: (value) => parseZone(value).isOk(),
})

/** A global location number (GS1) of 13 digits, the last of which checks the others. */
export const gln: Leaf<string, Gln> = modelText({
  name: 'gln',
  doc: 'global location number',
  expected: '13 digits with the right check digit',
  domain: SOME_PLACES,
  holds: (value) => parseGln(value).isOk(),
})

interface ModelText {
  readonly name: string
  readonly doc: string
  readonly expected: string
  readonly domain: ValueDomain
  holds(value: string): boolean
}

/** Text that the model itself judges, the same on both sides. */
function modelText({ name, doc, expected, domain, holds }: ModelText): Leaf<string, string> {
  const check = (value: string) =>
    typeof value === 'string' && holds(value) ? value : refuse(name, expected)
  const both = { wire: domain, entity: domain }
  return leaf({ name, doc, lossless: true, domain: both, decode: check, encode: check })
}
