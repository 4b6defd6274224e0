import type { Ref } from '@canonry/model'
import { isRefusal, type Refusal, refuse } from '../refusal.js'
import { type Leaf, leaf } from './leaf.js'
import {
  comesBackAsNumber,
  NUMERIC_ID,
  readWireId,
  WIRE_ID,
  type WireId,
  writeWireId,
} from './wire-id.js'

/** What a ref needs to know of the document it comes from. */
export interface RefContext {
  readonly system: string
  readonly account: string
}

const TEXTUAL = { kind: 'matching', pattern: '^[A-Za-z0-9-]{1,20}$' } as const

/**
 * A numeric id as a ref of the mapping's own system and the document's account.
 *
 * Writing refuses a ref of another system, account or kind (`foreign-ref`): translate it through
 * the crosswalk first.
 */
export function ref(kind: string): Leaf<WireId, Ref, RefContext> {
  return leaf<WireId, Ref, RefContext>({
    name: 'ref',
    doc: `id of ${kind}`,
    lossless: comesBackAsNumber,
    loss: 'whether the id was written as text',
    domain: { wire: WIRE_ID, entity: { kind: 'ref', of: kind, id: NUMERIC_ID } },
    decode: (wire, context) => {
      const id = readWireId(wire)
      return isRefusal(id) ? id : refOf(kind, id, context)
    },
    encode: (value, context) => {
      const id = ownId(kind, value, context)
      return isRefusal(id) ? id : writeWireId(id)
    },
  })
}

/** A textual id as a ref, for systems whose ids are no numbers; otherwise like {@link ref}. */
export function textRef(kind: string): Leaf<string, Ref, RefContext> {
  return leaf<string, Ref, RefContext>({
    name: 'textRef',
    doc: `id of ${kind}`,
    lossless: true,
    domain: { wire: TEXTUAL, entity: { kind: 'ref', of: kind, id: TEXTUAL } },
    decode: (wire, context) =>
      typeof wire === 'string' && wire !== '' ? refOf(kind, wire, context) : refuse('id', 'an id'),
    encode: (value, context) => ownId(kind, value, context),
  })
}

/** The ref of an id in the document's own system and account. */
export function refOf(kind: string, id: string, { system, account }: RefContext): Ref {
  return { system, account, kind, id }
}

/** The id in a ref, refused unless the ref belongs to the document's system and account. */
export function ownId(kind: string, value: Ref, context: RefContext): string | Refusal {
  const { system, account } = context
  if (value?.system === system && value.account === account && value.kind === kind) return value.id
  return refuse('foreign-ref', `a ref of ${system} ${kind} in the account of the document`)
}
