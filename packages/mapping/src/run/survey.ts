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
  /** Stands before the first field. */
  readonly start: Field
}

/** A known field. */
interface Field {
  readonly key: string | undefined
  readonly slot: number
  readonly isCarried: boolean
  /** The object to enter, where no rule reads it as a whole. */
  readonly level: Level | undefined
  /** The field that came after it in the document before; most documents of a kind are alike. */
  next: Field | undefined
}

/** Numbers the places that a mapping knows. */
export function placesOf(known: Known): Places {
  const slots = new Map<string, number>()
  return { root: levelOf(known, { path: [], slots }), slots }
}

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
  const start = { key: undefined, slot: -1, isCarried: false, level: undefined, next: undefined }
  return { path, pointer, slot, fields, inside, start }
}

function fieldOf(state: Known | 'read' | 'carried', within: Within): Field {
  const { path, slots } = within
  const level = typeof state === 'object' ? levelOf(state, within) : undefined
  const slot = level?.slot ?? slots.size
  slots.set(placeAt(path).pointer, slot)
  return { key: path.at(-1), slot, isCarried: state === 'carried', level, next: undefined }
}

/** Goes over a document once: takes what rules read and carries what none reads. */
export function survey({ root }: Places, reading: Surveyed): void {
  reading.raws[root.slot] = reading.document
  surveyLevel(root, reading)
}

// answers whether the object has any known field
function surveyLevel(level: Level, reading: Surveyed): boolean {
  const { raws } = reading
  const object = raws[level.slot] as Readonly<Record<string, unknown>>
  let last = level.start
  for (const key in object) {
    const value = object[key]
    const field = last.next?.key === key ? last.next : level.fields.get(key)
    if (field === undefined) carry(level, { key, reading })
    else {
      last.next = field
      last = field
      raws[field.slot] = value
      if (field.level !== undefined) enter(field.level, reading)
      else if (field.isCarried) carry(level, { key, reading })
    }
  }
  return last !== level.start
}

interface Carried {
  readonly key: string
  readonly reading: Surveyed
}

function carry({ path, slot }: Level, { key, reading: { raws, residue } }: Carried): void {
  const object = raws[slot] as Readonly<Record<string, unknown>>
  if (object[key] === undefined || !Object.hasOwn(object, key)) return
  carryField(gatherAt(residue, path), key, object[key])
}

const NO_OBJECT = refuse('type', 'an object')
const AT_OBJECT = { rule: 'object', entity: '', refusal: NO_OBJECT } as const

// null or nothing on the way reads as that, and an object that says nothing is kept as it is
function enter(level: Level, reading: Surveyed): void {
  const value = reading.raws[level.slot]
  if (isJsonObject(value)) {
    const isEmpty = !surveyLevel(level, reading) && Object.keys(value).length === 0
    if (isEmpty) keepWhole(level, reading)
  } else if (value === null) {
    for (const slot of level.inside) reading.raws[slot] = null
    keepWhole(level, reading)
  } else if (value !== undefined) complain(reading, { ...AT_OBJECT, value, wire: level.pointer })
}

function keepWhole({ path, slot }: Level, { raws, residue }: Surveyed): void {
  keepField(gatherAt(residue, path.slice(0, -1)), path.at(-1) as string, raws[slot])
}
