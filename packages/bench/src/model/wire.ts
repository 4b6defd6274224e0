import { readWire, WireNumber } from '@canonry/mapping'
import { type Contest, contest } from '../contest.js'
import { sixteen } from '../inputs/random.js'
import { wireOrder } from '../inputs/wire-order.js'

/** Wire text in, its values out, against the parser that loses digits. */
export function wireContests(): Contest[] {
  const ordinary = sixteen((seed) => JSON.stringify(wireOrder(seed)))
  return [
    reading('wire text, nothing at risk', { texts: ordinary, atLeast: 0.85 }),
    reading('wire text, one long id at risk', {
      texts: ordinary.map((text) => text.replace(/"id":\d+/, '"id":820982911946154508')),
      atLeast: 0.3,
    }),
    reading('wire text, every id at risk', {
      texts: ordinary.map((text) => text.replace(/(id":)(\d{12,})/g, '$1820982$2')),
      atLeast: 0.3,
    }),
  ]
}

function reading(
  name: string,
  { texts, atLeast }: { readonly texts: readonly string[]; readonly atLeast: number },
): Contest {
  return contest<string, unknown>({
    name,
    target: { measure: 'speed', atLeast },
    inputs: texts,
    entrants: [
      { name: 'readWire', role: 'ours', run: (text) => readWire(text)._unsafeUnwrap() },
      {
        name: 'JSON.parse',
        role: 'rival',
        run: (text) => JSON.parse(text),
        agrees: (parsed, ours) => JSON.stringify(parsed) === JSON.stringify(ours, asDoubles),
      },
    ],
  })
}

function asDoubles(this: unknown, key: string, value: unknown): unknown {
  const own = (this as Readonly<Record<string, unknown>>)[key]
  return own instanceof WireNumber ? Number(own.text) : value
}
