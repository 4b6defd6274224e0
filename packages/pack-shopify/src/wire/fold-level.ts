import { isJsonObject } from '@canonry/mapping'

const NAMES = ['available', 'committed', 'on_hand'] as const

/** Puts the quantities of a level where their names say; a value that is no level stays as it is. */
export function foldLevel(wire: unknown): unknown {
  if (!isJsonObject(wire) || !Array.isArray(wire['quantities'])) return wire
  const named = new Map<unknown, unknown>(
    wire['quantities'].filter(isJsonObject).map(({ name, quantity }) => [name, quantity]),
  )
  const found = NAMES.filter((name) => named.has(name)).map((name) => [name, named.get(name)])
  return { ...wire, ...Object.fromEntries(found) }
}
