import type { Known } from '../run/plan.js'
import type { Path } from '../wire/path.js'
import { type Code, field, isObject, isThere, literals, objectLiteral, setField } from './code.js'

/** Where the raw values of a document are: place → variable. */
export type Raws = Map<string, string>

interface Level {
  readonly known: Known
  /** The variable of the object. */
  readonly object: string
  readonly path: Path
}

/** The name that {@link Raws} has for a place. */
export function rawKey(path: Path): string {
  return JSON.stringify(path)
}

/** Reads everything that a mapping knows of a document, and refuses objects that are none. */
export function emitRawValues(code: Code, known: Known): Raws {
  const raws: Raws = new Map()
  emitLevelValues(code, raws, { known, object: 'd', path: [] })
  return raws
}

function emitLevelValues(code: Code, raws: Raws, { known, object, path }: Level): void {
  const isRoot = path.length === 0
  for (const [key, state] of known.fields) {
    const read = field(object, key)
    const guarded = `${object} === undefined || ${object} === null ? ${object} : ${read}`
    const value = code.constant(isRoot ? read : guarded)
    const inner = [...path, key]
    raws.set(rawKey(inner), value)
    if (typeof state !== 'object') continue
    code.line(`if (${isThere(value)} && !${isObject(value)}) throw rt.BAIL;`)
    emitLevelValues(code, raws, { known: state, object: value, path: inner })
  }
}

/** Keeps what no rule reads: what is carried knowingly, and every field that is not known. */
export function emitCarried(code: Code, raws: Raws, known: Known): void {
  code.line('if (r !== undefined) {')
  emitLevelCarried(code, raws, { known, object: 'd', path: [] })
  code.line('}')
}

function emitLevelCarried(code: Code, raws: Raws, level: Level): void {
  const { known, object, path } = level
  const valueAt = (key: string) => raws.get(rawKey([...path, key])) as string
  const keys = [...known.fields.keys()]
  const count = code.name()
  code.line(`let ${count} = 0; for (const _ in ${object}) ${count}++;`)
  const place = code.hoist(literals(path))
  if (path.length > 0) code.line(`if (${count} === 0) rt.keepAt(r, ${place}, ${object});`)
  const carried = keys.filter((key) => known.fields.get(key) === 'carried')
  if (carried.length > 0)
    emitKnowingly(
      code,
      carried.map((key) => [key, valueAt(key)]),
      place,
    )
  const present = keys.map((key) => `(${valueAt(key)} === undefined ? 0 : 1)`).join(' + ')
  const names = code.hoist(`new Set(${literals(keys)})`)
  code.line(
    `if (${count} !== ${present || '0'}) rt.carryUnknown(r, ${place}, ${object}, ${names});`,
  )
  for (const key of keys) {
    const state = known.fields.get(key)
    if (typeof state !== 'object') continue
    const inner = [...path, key]
    const value = valueAt(key)
    code.line(`if (${value} === null) rt.keepAt(r, ${code.hoist(literals(inner))}, null);`)
    code.line(`else if (${value} !== undefined) {`)
    emitLevelCarried(code, raws, { known: state, object: value, path: inner })
    code.line('}')
  }
}

// fields that are carried knowingly are nearly always all there
function emitKnowingly(
  code: Code,
  fields: readonly (readonly [key: string, value: string])[],
  place: string,
): void {
  const carried = code.name()
  const all = fields.map(([, value]) => `${value} !== undefined`).join(' && ')
  code.line(`let ${carried};`)
  code.line(`if (${all}) ${carried} = ${objectLiteral(fields)};`)
  code.line('else {')
  for (const [key, value] of fields) {
    code.line(`if (${value} !== undefined) ${setField(`(${carried} ??= {})`, key, value)}`)
  }
  code.line('}')
  const isRoot = place === code.hoist('[]')
  code.line(
    isRoot
      ? `r.carried = ${carried};`
      : `if (${carried} !== undefined) rt.carry(r, ${place}, ${carried});`,
  )
}
