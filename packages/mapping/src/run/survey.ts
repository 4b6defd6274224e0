import { refuse } from '../refusal.js'
import { isJsonObject } from '../wire/json.js'
import { type Path, placeAt } from '../wire/path.js'
import type { Known } from './plan.js'
import type { Surveyed } from './reading.js'
import { carryField, gatherAt, keepField } from './residue.js'
import { complain } from './scope.js'

/** The places that a mapping knows in its documents, each under its number. */
export interface Places {
  readonly root: Level
  /** Pointer → number. */
  readonly slots: ReadonlyMap<string, number>
}

/** An object of a document whose fields are known. */
interface Level {
  readonly path: Path
  readonly pointer: string
  readonly slot: number
  readonly fields: ReadonlyMap<string, Field>
  /** The numbers of all places inside. */
  readonly inside: readonly number[]
  /** The known fields in the order that they came in last; most documents of a kind are alike. */
  readonly order: Field[]
}

/** A known field. */
interface Field {
  readonly key: string | undefined
  readonly slot: number
  readonly isRead: boolean
  /** The object to enter, where no rule reads it as a whole. */
  readonly level: Level | undefined
}

/** Numbers the places that a mapping knows. */
export function placesOf(known: Known): Places {
  const slots = new Map<string, number>()
  return { root: levelOf(known, { path: [], slots }), slots }
}

// stands behind the last field
const BEHIND: Field = { key: undefined, slot: -1, isRead: true, level: undefined }

interface Within {
  readonly path: Path
  readonly slots: Map<string, number>
}

function levelOf(known: Known, { path, slots }: Within): Level {
  const { pointer } = placeAt(path)
  const slot = slots.size
  slots.set(pointer, slot)
  const fields = new Map<string, Field>()
  for (const [key, state] of known.fields) {
    fields.set(key, fieldOf(state, { path: [...path, key], slots }))
  }
  const inside = Array.from({ length: slots.size - slot - 1 }, (_, index) => slot + 1 + index)
  return { path, pointer, slot, fields, inside, order: [...fields.values(), BEHIND] }
}

function fieldOf(state: Known | 'read' | 'carried', within: Within): Field {
  const { path, slots } = within
  const level = typeof state === 'object' ? levelOf(state, within) : undefined
  const slot = level?.slot ?? slots.size
  slots.set(placeAt(path).pointer, slot)
  return { key: path.at(-1), slot, isRead: state === 'read', level }
}

/** Goes over a document once: takes what rules read and carries what none reads. */
export function survey({ root }: Places, reading: Surveyed): void {
  reading.raws[reading.base + root.slot] = reading.document
  surveyLevel(root, reading)
}

// answers whether the object has any known field
function surveyLevel(level: Level, reading: Surveyed): boolean {
  const { raws, base } = reading
  const { order } = level
  const object = raws[base + level.slot] as Readonly<Record<string, unknown>>
  let count = 0
  for (const key in object) {
    const value = object[key]
    let field = order[count] as Field
    if (field.key !== key) {
      const other = level.fields.get(key)
      if (other === undefined) {
        carry(level, { key, value, reading })
        continue
      }
      order[count] = other
      field = other
    }
    count += 1
    raws[base + field.slot] = value
    if (field.isRead) continue
    if (field.level === undefined) carry(level, { key, value, reading })
    else enter(field.level, reading)
  }
  return count > 0
}

interface Carried {
  readonly key: string
  readonly value: unknown
  readonly reading: Surveyed
}

function carry(
  { path, slot }: Level,
  { key, value, reading: { raws, base, residue } }: Carried,
): void {
  if (value === undefined || !Object.hasOwn(raws[base + slot] as object, key)) return
  carryField(gatherAt(residue, path), key, value)
}

const NO_OBJECT = refuse('type', 'an object')
const AT_OBJECT = { rule: 'object', entity: '', refusal: NO_OBJECT } as const

// null or nothing on the way reads as that, and an object that says nothing is kept as it is
function enter(level: Level, reading: Surveyed): void {
  const { raws, base } = reading
  const value = raws[base + level.slot]
  if (isJsonObject(value)) {
    const isEmpty = !surveyLevel(level, reading) && Object.keys(value).length === 0
    if (isEmpty) keepWhole(level, reading)
  } else if (value === null) {
    for (const slot of level.inside) raws[base + slot] = null
    keepWhole(level, reading)
  } else if (value !== undefined) complain(reading, { ...AT_OBJECT, value, wire: level.pointer })
}

function keepWhole({ path, slot }: Level, { raws, base, residue }: Surveyed): void {
  const outside = gatherAt(residue, path.slice(0, -1))
  keepField(outside, path.at(-1) as string, raws[base + slot])
}
