import type { z } from 'zod'
import {
  type PersonalData,
  type PersonalMark,
  personalMark,
  type Retention,
  retentionScope,
} from './personal-data.js'
import { escapePointer } from './pointer.js'
import { partsOf } from './schema-parts.js'

type Marks = Readonly<Record<string, Required<PersonalMark>>>

/**
 * JSON Pointers of all fields of a schema that hold personal data, and how personal they are.
 *
 * `*` stands for any element or key, `*#` for the keys of a record themselves. Where alternatives
 * differ, the strictest counts; a schema that contains itself is listed once.
 */
export function listPersonalData(schema: z.core.$ZodType): Readonly<Record<string, PersonalData>> {
  return project(collect(schema), ({ personal }) => personal)
}

/** How long each field with personal data is kept; the paths are those of {@link listPersonalData}. */
export function listRetention(schema: z.core.$ZodType): Readonly<Record<string, Retention>> {
  return project(collect(schema), ({ retention }) => retention)
}

function project<V>(marks: Marks, value: (mark: Required<PersonalMark>) => V): Record<string, V> {
  return Object.fromEntries(Object.entries(marks).map(([path, mark]) => [path, value(mark)]))
}

function collect(schema: z.core.$ZodType): Marks {
  const found = new Map<string, Required<PersonalMark>>()
  visit(schema, { path: '', retention: 'order', around: [], found })
  return Object.fromEntries(found)
}

interface Visit {
  readonly path: string
  readonly retention: Retention
  readonly around: readonly z.core.$ZodType[]
  readonly found: Map<string, Required<PersonalMark>>
}

function visit(schema: z.core.$ZodType, { path, around, found, ...outer }: Visit): void {
  if (around.includes(schema)) return
  const retention = retentionScope(schema) ?? outer.retention
  const mark = personalMark(schema)
  if (mark) {
    const known = found.get(path)
    if (!known || STRICTNESS[known.personal] < STRICTNESS[mark.personal]) {
      found.set(path, { retention, ...mark })
    }
    return
  }
  for (const part of partsOf(schema)) {
    const next = part.token === undefined ? path : `${path}/${escapePointer(part.token)}`
    visit(part.schema, { path: next, retention, around: [...around, schema], found })
  }
}

const STRICTNESS: Readonly<Record<PersonalData, number>> = {
  pseudonymous: 1,
  direct: 2,
  sensitive: 3,
}
