import { isJsonObject } from '../../wire/json.js'
import { tokensOf } from '../../wire/path.js'
import { NO_REASON, type Spec, type SpecContent } from './spec.js'

/** The fields of a specification that exists as prose only, as a list of JSON Pointers. */
export interface FieldList {
  /** What the list was taken from, with its version. */
  readonly title: string
  /** One pointer per field, with `*` for any element of a list. */
  readonly fields: readonly string[]
  /** Those of the fields that should no longer be used. */
  readonly deprecated?: readonly string[]
}

interface Tree {
  readonly inside: Map<string, Tree>
  isDeprecated: boolean
}

/** A list of fields as a specification. What is inside a field of which nothing is listed is open. */
export function fieldListSpec({ title, fields, deprecated = [] }: FieldList): Spec {
  const root: Tree = { inside: new Map(), isDeprecated: false }
  for (const pointer of fields) grow(root, pointer)
  for (const pointer of deprecated) grow(root, pointer).isDeprecated = true
  return { title, content: () => contentOf(root) }
}

/** Whether a JSON value is a list of fields. */
export function isFieldList(value: unknown): value is FieldList {
  if (!isJsonObject(value) || typeof value['title'] !== 'string') return false
  const { fields, deprecated = [] } = value
  return [fields, deprecated].every(
    (list) => Array.isArray(list) && list.every((pointer) => typeof pointer === 'string'),
  )
}

function grow(root: Tree, pointer: string): Tree {
  let at = root
  for (const token of tokensOf(pointer)) {
    const next = at.inside.get(token) ?? { inside: new Map(), isDeprecated: false }
    at.inside.set(token, next)
    at = next
  }
  return at
}

function contentOf(tree: Tree): SpecContent {
  const fields = [...tree.inside].map(([name, inner]) => ({
    name,
    ...(inner.isDeprecated ? { deprecated: NO_REASON } : {}),
    content: () => contentOf(inner),
  }))
  return { fields, isOpen: fields.length === 0, is: tree }
}
