import {
  group,
  type Handle,
  isRefusal,
  ownId,
  type RefContext,
  type Rule,
  refOf,
  refuse,
  text,
} from '@canonry/mapping'
import type { Ref } from '@canonry/model'

/** What names inside an order need to know of it. */
export interface InOrder {
  readonly order: string
}

type Text = Handle<string | null | undefined>

/**
 * A thing that Square names within its order only, by both names: `ORDER/UID`.
 *
 * Source: the specification, `uid` of OrderLineItem: "identifies the line item only within this order".
 */
export function refInOrder(kind: string, uid: Text): Rule<Ref, RefContext & InOrder> {
  return group(
    { uid: [uid, text] },
    {
      doc: `${kind}, named within its order`,
      get: ({ uid }, context: RefContext & InOrder) =>
        uid === undefined ? NO_UID : refOf(kind, `${context.order}/${uid}`, context),
      put: (ref, context) => {
        const uid = uidIn(context.order, ownId(kind, ref, context))
        return isRefusal(uid) ? uid : { uid }
      },
    },
  )
}

const NO_UID = refuse('missing', 'a uid')

/** The uid of a name that begins with the order's, or a refusal. */
export function uidIn<R>(order: string, id: string | R) {
  if (typeof id !== 'string') return id
  const prefix = `${order}/`
  return id.startsWith(prefix)
    ? id.slice(prefix.length)
    : refuse('foreign-ref', 'a name in the order of the document')
}

/** Whether a ref is one of Square's, of a kind. */
export function isOwn(kind: string): (ref: Ref) => boolean {
  return (ref) => ref.system === 'square' && ref.kind === kind
}
