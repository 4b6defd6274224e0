import { frameInside } from './frame.js'
import { childrenOf, keyword, type Place } from './place.js'
import { acceptsAll } from './resolve.js'
import type { SchemaShift } from './schema-change.js'
import { type Pair, shiftAt, type Walk } from './walk.js'

/** Compares what the presence of one property demands of the rest. */
export function compareDependencies(walk: Walk, pair: Pair): readonly SchemaShift[] {
  return [...compareNames(pair), ...compareSchemas(walk, pair)]
}

function compareNames({ before, after }: Pair): readonly SchemaShift[] {
  const earlier = demandsOf(before)
  const later = demandsOf(after)
  const at = 'dependentRequired'
  const added = [...later].filter((demand) => !earlier.has(demand))
  const removed = [...earlier].filter((demand) => !later.has(demand))
  return [
    ...added.map((demand) =>
      shiftAt(after, {
        at,
        rule: 'dependent-required-added',
        shift: 'narrower' as const,
        message: `one property demands another now: ${demand}`,
      }),
    ),
    ...removed.map((demand) =>
      shiftAt(before, {
        at,
        rule: 'dependent-required-removed',
        shift: 'wider' as const,
        message: `one property demands another no longer: ${demand}`,
      }),
    ),
  ]
}

function compareSchemas(walk: Walk, pair: Pair): readonly SchemaShift[] {
  const earlier = dependentSchemas(pair.before)
  const later = dependentSchemas(pair.after)
  const frame = frameInside(pair.before, pair.frame)
  return [...new Set([...earlier.keys(), ...later.keys()])].flatMap((name) => {
    const [before, after] = [earlier.get(name), later.get(name)]
    if (before && after) return walk.compare({ before, after, frame })
    return [after, before].flatMap((place) =>
      place && !acceptsAll(place.schema) ? [lonely(place, { name, isAdded: place === after })] : [],
    )
  })
}

function lonely(
  { pointer }: Place,
  { name, isAdded }: { name: string; isAdded: boolean },
): SchemaShift {
  const rule = `dependent-schema-${isAdded ? 'added' : 'removed'}`
  const message = `"${name}" demands ${isAdded ? 'more' : 'less'} of the rest now`
  return { pointer, rule, shift: isAdded ? 'narrower' : 'wider', message }
}

// draft 7 keeps names and schemas in one keyword, `dependencies`
function dependentSchemas(place: Place): ReadonlyMap<string, Place> {
  const old = [...childrenOf(place, 'dependencies')].filter(
    ([, { schema }]) => !Array.isArray(schema),
  )
  return new Map([...childrenOf(place, 'dependentSchemas'), ...old])
}

function demandsOf(place: Place): ReadonlySet<string> {
  const both = ['dependentRequired', 'dependencies'].flatMap((name) =>
    Object.entries((keyword(place, name) ?? {}) as Readonly<Record<string, unknown>>),
  )
  return new Set(
    both.flatMap(([name, names]) =>
      Array.isArray(names) ? names.map((needed) => JSON.stringify([name, needed])) : [],
    ),
  )
}
