import {
  group,
  type Handle,
  isRefusal,
  type Leaf,
  leaf,
  ownId,
  type RefContext,
  type Refusal,
  type Rule,
  refOf,
  refuse,
  type WireId,
  wireId,
} from '@canonry/mapping'
import type { Ref } from '@canonry/model'

/** The places where a document names one thing twice: by number and by global id. */
export interface Names {
  readonly id: Handle<WireId | null | undefined>
  readonly gid: Handle<string | null | undefined>
}

/**
 * A thing by its number and its global id. The global id wins: the number of many recorded
 * documents has gone through a double and lost its last digits.
 */
export function shopifyRef(kind: string, names: Names): Rule<Ref, RefContext> {
  return group(readsOf(kind, names), {
    doc: `id of ${kind}; the global id wins`,
    get: ({ id, gid }, context) => {
      const digits = gid ?? id
      return digits === undefined
        ? refuse('missing', 'an id or a global id')
        : refOf(kind, digits, context)
    },
    put: (ref, context) => namesOf(kind, ref, context),
  })
}

/** Like {@link shopifyRef}, for a thing that may not be there. */
export function maybeShopifyRef(kind: string, names: Names): Rule<Ref | undefined, RefContext> {
  return group(readsOf(kind, names), {
    doc: `id of ${kind}; the global id wins (optional)`,
    get: ({ id, gid }, context) => {
      const digits = gid ?? id
      return digits === undefined ? undefined : refOf(kind, digits, context)
    },
    put: (ref, context) => (ref === undefined ? NO_NAMES : namesOf(kind, ref, context)),
  })
}

const NO_NAMES = { id: undefined, gid: undefined }

function readsOf(kind: string, { id, gid }: Names) {
  return { id: [id, wireId], gid: [gid, globalId(kind)] } as const
}

function namesOf(kind: string, ref: Ref, context: RefContext) {
  const id = ownId(kind, ref, context)
  return isRefusal(id) ? id : { id, gid: id }
}

function globalId(kind: string): Leaf<string, string> {
  const prefix = `gid://shopify/${kind}/`
  return leaf({
    name: 'globalId',
    doc: `global id of ${kind}`,
    lossless: true,
    decode: (wire): string | Refusal => {
      const digits =
        typeof wire === 'string' && wire.startsWith(prefix) && wire.slice(prefix.length)
      return digits && /^\d+$/.test(digits) ? digits : refuse('global-id', `${prefix} and digits`)
    },
    encode: (id) => `${prefix}${id}`,
  })
}
