import {
  type AnyMapping,
  type Example,
  type MappingRow,
  type Meaning,
  rows,
} from '@canonry/mapping'
import { type Field, listFields, type PersonalData } from '@canonry/model'
import { dotted } from './places.js'

/** What a page says of one canonical field. */
export interface FieldEntry {
  /** Address within the page. */
  readonly id: string
  /** The field as people write it: `lines[].ref`. */
  readonly field: string
  /**
   * `mapped` has places, `fixed` follows from something else, `absent` the system does not have, and
   * `group` is a document of its own, whose fields follow.
   */
  readonly kind: 'mapped' | 'fixed' | 'absent' | 'group'
  readonly meaning: string
  readonly unit: string
  /** JSON Pointers of the places that it is made from. */
  readonly wires: readonly string[]
  readonly rule: string
  /** What is lost, or why it is not there. */
  readonly loss: string
  readonly note: string
  readonly write: string
  readonly personal?: PersonalData
  readonly meanings?: readonly Meaning[]
  readonly example?: Example
}

/** The rows of a mapping as entries of a page. */
export interface Entries {
  readonly fields: readonly FieldEntry[]
  readonly carried: readonly string[]
  /** Place and reason. */
  readonly ignored: readonly (readonly [wire: string, reason: string])[]
}

/** What a mapping says, one entry per field and rule. */
export function fieldEntries(mapping: AnyMapping, prefix: string): Entries {
  const said = rows(mapping)
  const known = new Map(listFields(mapping.canonical).map((field) => [field.path, field]))
  const used = new Map<string, number>()
  return {
    fields: grouped(said.filter(({ entity }) => entity !== '')).map((row) => ({
      ...entryOf(row, known),
      id: addressOf(`${prefix}-${row.entity}`, used),
    })),
    carried: said.filter(({ rule, entity }) => entity === '' && rule === 'preserved').map(wireOf),
    ignored: said
      .filter(({ rule, entity }) => entity === '' && rule === 'ignored')
      .map(({ wire, loss = '' }) => [wire, loss] as const),
  }
}

function wireOf({ wire }: MappingRow): string {
  return wire
}

/** What one field is read from, by one rule. */
interface Grouped extends Omit<MappingRow, 'wire'> {
  readonly wires: readonly string[]
}

/** Rows of one field and one rule as one, in the order of the mapping. */
function grouped(said: readonly MappingRow[]): readonly Grouped[] {
  const found = new Map<string, Grouped>()
  for (const { wire, ...row } of said) {
    const key = JSON.stringify(row)
    const wires = [...(found.get(key)?.wires ?? []), ...(wire === '' ? [] : [wire])]
    found.set(key, { ...row, wires })
  }
  return [...found.values()]
}

function entryOf(row: Grouped, known: ReadonlyMap<string, Field>): Omit<FieldEntry, 'id'> {
  const { entity, wires, rule, loss = '', note = '', write = '' } = row
  const { personal, meanings, example } = row
  const { description = '', unit = '' } =
    known.get(entity) ?? known.get(entity.replace(/\/\*$/, '')) ?? {}
  return {
    field: dotted(entity),
    kind: kindOf(row),
    meaning: description,
    unit,
    wires,
    rule,
    loss,
    note,
    write,
    ...(personal ? { personal } : {}),
    ...(meanings ? { meanings } : {}),
    ...(example && saysMore(example) ? { example } : {}),
  }
}

// that true is true needs no example
function saysMore({ wire, entity }: Example): boolean {
  return wire !== entity && wire !== JSON.stringify(entity)
}

function kindOf({ rule, of, wires }: Grouped): FieldEntry['kind'] {
  if (of !== undefined) return 'group'
  if (wires.length > 0) return 'mapped'
  return rule === 'absent' ? 'absent' : 'fixed'
}

/** An address that is unique in the page: letters, digits and dashes. */
function addressOf(text: string, used: Map<string, number>): string {
  const plain = text.replace(/[^A-Za-z\d]+/g, '-').replace(/-$/, '')
  const count = used.get(plain) ?? 0
  used.set(plain, count + 1)
  return count === 0 ? plain : `${plain}-${count + 1}`
}
