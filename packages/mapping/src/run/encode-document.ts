import type { AnyMapping } from '../declare/node.js'
import { refuse } from '../refusal.js'
import { isJsonObject, ownValue, setOwn } from '../wire/json.js'
import { type Place, readPath } from '../wire/path.js'
import { nodeWriter } from './node-writer.js'
import { handDown, type Known, planOf } from './plan.js'
import { keptAt, type Residue } from './residue.js'
import { complain } from './scope.js'
import type { DocumentWriter, Writers } from './writing.js'

const NO_OBJECT = refuse('type', 'an object')
const writers: Writers = { node: (node) => nodeWriter(node, writers), document: documentWriter }
const prepared = new WeakMap<AnyMapping, DocumentWriter>()

/** A mapping made ready to write, made once. */
export function documentWriter(mapping: AnyMapping): DocumentWriter {
  let writer = prepared.get(mapping)
  if (!writer) {
    writer = createWriter(mapping)
    prepared.set(mapping, writer)
  }
  return writer
}

function createWriter(mapping: AnyMapping): DocumentWriter {
  const plan = planOf(mapping)
  const first = plan.first.map(writers.node)
  const rest = plan.rest.map(writers.node)
  return (scope) => {
    const { source, kept } = scope
    const document = {}
    if (!isJsonObject(source)) {
      const whole = { rule: mapping.entity, value: source, wire: '', entity: '' }
      complain(scope, { ...whole, refusal: NO_OBJECT })
      return document
    }
    const read = ({ path }: Place) => readPath(document, path) ?? keptAt(kept, path)?.value
    const context = () => handDown(plan, scope.context, read)
    // what is handed down comes out of the document, so the rules that write it go first
    for (const write of first) write({ ...scope, document, context: context() })
    const inner = { ...scope, document, context: context() }
    for (const write of rest) write(inner)
    if (kept) restoreUnknown(plan.known, kept, document)
    return document
  }
}

/** Writes back what no rule reads. Keys come from documents, so only own values are ever set. */
function restoreUnknown(known: Known, residue: Residue, document: object): void {
  const { carried = {}, kept = {}, inside = {} } = residue
  for (const [key, value] of Object.entries(carried)) {
    const isRead = known.fields.get(key) === 'read'
    if (!isRead && ownValue(document, key) === undefined) setOwn(document, key, value)
  }
  for (const [key, inner] of Object.entries(inside)) {
    const state = known.fields.get(key)
    if (typeof state === 'object') restoreInside(state, inner, { document, key })
  }
  for (const [key, value] of Object.entries(kept)) {
    const isEntered = typeof known.fields.get(key) === 'object'
    if (isEntered && ownValue(document, key) === undefined) setOwn(document, key, value)
  }
}

function restoreInside(
  known: Known,
  residue: Residue,
  { document, key }: { readonly document: object; readonly key: string },
): void {
  const current = ownValue(document, key)
  if (isJsonObject(current)) restoreUnknown(known, residue, current)
  if (current !== undefined) return
  const made = {}
  restoreUnknown(known, residue, made)
  if (Object.keys(made).length > 0) setOwn(document, key, made)
}
