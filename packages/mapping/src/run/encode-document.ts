import type { AnyMapping } from '../declare/node.js'
import { refuse } from '../refusal.js'
import { isJsonObject } from '../wire/json.js'
import { type Place, readPath } from '../wire/path.js'
import { nodeWriter } from './node-writer.js'
import { handDown, planOf } from './plan.js'
import { keptAt } from './residue.js'
import { restoreUnknown } from './restore.js'
import { complain } from './scope.js'
import type { DocumentWriter, Writers } from './writing.js'

const NO_OBJECT = refuse('type', 'an object')
/** The interpreter's writers. */
export const writers: Writers = {
  node: (node) => nodeWriter(node, writers),
  document: documentWriter,
}
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
    // what no rule reads may be handed down as well, and is given back only at the end
    const read = ({ path }: Place) =>
      readPath(document, path) ?? readPath(kept?.carried, path) ?? keptAt(kept, path)?.value
    const context = () => handDown(plan, scope.context, read)
    // what is handed down comes out of the document, so the rules that write it go first
    for (const write of first) write({ ...scope, document, context: context() })
    const inner = { ...scope, document, context: context() }
    for (const write of rest) write(inner)
    if (kept) restoreUnknown(plan.known, kept, document)
    return document
  }
}
