import {
  group,
  type Handle,
  isRefusal,
  ownId,
  type RefContext,
  type Rule,
  refOf,
  refuse,
  sameValue,
  text,
  textRef,
} from '@canonry/mapping'
import type { Ref } from '@canonry/model'
import { type InOrder, uidIn } from './refs.js'

type Text = Handle<string | null | undefined>

/** What the parts of a return need to know: the order that sold, and the one that takes back. */
export interface SourceContext extends InOrder {
  /** Absent where the return is not linked to a sale. */
  readonly source: string | null | undefined
}

/** The order that the goods were bought with; a return without a link stands for itself. */
export function sourceOrder(source: Text): Rule<Ref, RefContext & InOrder> {
  return group(
    { source: [source, textRef('Order')] },
    {
      doc: 'the order that sold the goods; of a return without a link, its own',
      loss: 'a link to the own order and none are the same',
      get: ({ source }, context: RefContext & InOrder) =>
        source ?? refOf('Order', context.order, context),
      put: (ref, context) =>
        sameValue(ref, refOf('Order', context.order, context))
          ? { source: undefined }
          : { source: ref },
    },
  )
}

/**
 * What is given back: a line or charge of the order that sold it. Without a link it is named by
 * its own uid, within the order that takes it back.
 */
export function sourcePart(
  kind: string,
  { source, own }: { readonly source: Text; readonly own: Text },
): Rule<Ref, RefContext & SourceContext> {
  return group(
    { sourceUid: [source, text], uid: [own, text] },
    {
      doc: `${kind} of the order that sold it, else the own uid`,
      loss: 'the own uid',
      get: ({ sourceUid, uid }, context: RefContext & SourceContext) => {
        const name = sourceUid ?? uid
        return name === undefined ? NO_UID : refOf(kind, `${soldWith(context)}/${name}`, context)
      },
      put: (ref, context) => {
        const uid = uidIn(soldWith(context), ownId(kind, ref, context))
        return isRefusal(uid) ? uid : { sourceUid: uid, uid: undefined }
      },
    },
  )
}

const NO_UID = refuse('missing', 'the uid of a line that was sold, or its own')

function soldWith({ source, order }: SourceContext): string {
  return source ?? order
}
