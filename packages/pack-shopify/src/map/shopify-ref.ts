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
    get: (values, context) =>
      refIn(kind, values, context) ?? refuse('missing', 'an id or a global id'),
    put: (ref, context) => namesOf(kind, ref, context),
  })
}

/** Like {@link shopifyRef}, for a thing that may not be there. */
export function maybeShopifyRef(kind: string, names: Names): Rule<Ref | undefined, RefContext> {
  return group(readsOf(kind, names), {
    doc: `id of ${kind}; the global id wins (optional)`,
    get: (values, context) => refIn(kind, values, context),
    put: (ref, context) => (ref === undefined ? NO_NAMES : namesOf(kind, ref, context)),
  })
}

/** A thing by its global id alone, as GraphQL names it. */
export function gidRef(kind: string, gid: Handle<string>): Rule<Ref, RefContext> {
  return group(
    { gid: [gid, globalId(kind)] },
    {
      doc: `global id of ${kind}`,
      get: ({ gid }, context: RefContext) => refOf(kind, gid, context),
      put: (ref, context) => {
        const id = ownId(kind, ref, context)
        return isRefusal(id) ? id : { gid: id }
      },
    },
  )
}

const NO_NAMES = { id: undefined, gid: undefined }

function readsOf(kind: string, { id, gid }: Names) {
  return { id: [id, wireId], gid: [gid, globalId(kind)] } as const
}

interface Named {
  readonly id: string | undefined
  readonly gid: string | undefined
}

function refIn(kind: string, { id, gid }: Named, context: RefContext): Ref | Refusal | undefined {
  const digits = gid ?? id
  if (digits === undefined) return undefined
  return isDigits(digits) ? refOf(kind, digits, context) : NO_DIGITS
}

function namesOf(kind: string, ref: Ref, context: RefContext) {
  const id = ownId(kind, ref, context)
  return isRefusal(id) ? id : { id, gid: id }
}

// https://shopify.dev/docs/api/usage/gids: gid://shopify/{type}/{id}, where the id is an unsigned number of 64 bits
const DIGITS = { kind: 'matching', pattern: '^\\d{1,20}$' } as const
const NO_DIGITS = refuse('global-id', 'an id of at most 20 digits')

function isDigits(id: string): boolean {
  return /^\d{1,20}$/.test(id)
}

function globalId(kind: string): Leaf<string, string> {
  const prefix = `gid://shopify/${kind}/`
  return leaf({
    name: 'globalId',
    doc: `global id of ${kind}`,
    lossless: true,
    domain: {
      wire: { kind: 'matching', pattern: `^${prefix}\\d{1,20}$` },
      entity: DIGITS,
    },
    decode: (wire) => {
      const id = typeof wire === 'string' && wire.startsWith(prefix) && wire.slice(prefix.length)
      return id && isDigits(id) ? id : refuse('global-id', `${prefix} and digits`)
    },
    encode: (id) => (isDigits(id) ? `${prefix}${id}` : NO_DIGITS),
  })
}
