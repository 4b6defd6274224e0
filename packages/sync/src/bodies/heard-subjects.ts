import { refKey } from '@canonry/model'
import { type Connection, type PartFields, readFields } from '@canonry/pack'
import type { Fact, NewFact } from '../journal/fact.js'
import { isLongName } from '../journal/long-name.js'
import type { Reading } from '../pipeline/read-fact.js'
import { isRef, SUBJECT_FIELDS, subjectOf } from './subject.js'

type Named = Pick<NewFact, 'resource' | 'routingKey'>

/** The name of the document that a fact brings, as `refKey` prints it, known before it is read. */
export function documentNameOf(fact: Named, connection: Connection | undefined) {
  const resource = fact.resource === undefined ? undefined : connection?.resources[fact.resource]
  if (!connection || !resource || fact.routingKey === undefined) return undefined
  const { system, account } = connection
  return refKey({ system, account, kind: resource.kind, id: fact.routingKey })
}

/**
 * What a fact turns out to be about beside its document: entities in it, and what they belong to.
 *
 * Of a document that cannot be read, whatever of that can be read.
 */
export function subjectsIn(
  reading: Reading,
  { fact, connection }: { readonly fact: Fact; readonly connection: Connection | undefined },
): readonly string[] {
  const known = documentNameOf(fact, connection)
  if (reading.kind === 'unreadable') return others(known, glimpsed(fact, connection))
  if (reading.kind !== 'document') return []
  return others(
    known,
    reading.parts.flatMap(({ entity, body, refKeys: [name] }) => [
      name,
      subjectOf(entity, { name, body }),
    ]),
  )
}

function glimpsed(fact: Fact, connection: Connection | undefined): (string | undefined)[] {
  const resource = connection?.resources[fact.resource ?? '']
  if (!fact.body || fact.unreadable || !connection || !resource) return []
  const { account } = connection
  try {
    const text = new TextDecoder().decode(fact.body)
    return readFields(resource, text, { account, fields: SUBJECT_FIELDS }).flatMap(namesIn)
  } catch {
    // what a pack does before its rules may throw
    return []
  }
}

function namesIn({ entity, fields }: PartFields): (string | undefined)[] {
  const refs: unknown = fields['refs']
  const name = Array.isArray(refs) && isRef(refs[0]) ? refKey(refs[0]) : undefined
  return [name, subjectOf(entity, { name, body: fields })]
}

// what its document is called was known before
function others(known: string | undefined, names: readonly (string | undefined)[]) {
  const isOther = (name: string | undefined): name is string =>
    name !== undefined && name !== known && !isLongName(name)
  return [...new Set(names)].filter(isOther)
}
