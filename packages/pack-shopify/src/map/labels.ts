import { group, type Handle, isRefusal, type Leaf, leaf, type Rule, refuse } from '@canonry/mapping'
import type { FulfilmentLabel, PaymentLabel } from '@canonry/model'

interface Label<V extends string> {
  raw: string
  value: V | 'unknown'
}

// Shopify may add words at any time
const UNHEARD_OF = 'unheard_of'

/** What Shopify's `financial_status` says of the money. */
export const paymentLabel: Leaf<string, PaymentLabel> = label({
  pending: 'unpaid',
  authorized: 'authorised',
  partially_paid: 'part-paid',
  paid: 'paid',
  partially_refunded: 'part-refunded',
  refunded: 'refunded',
  voided: 'voided',
  expired: 'expired',
})

const goods = label<FulfilmentLabel['value']>({
  partial: 'partial',
  fulfilled: 'complete',
  restocked: 'restocked',
})

// the same in all orders
const NOTHING_SENT = Object.freeze({ raw: 'null', value: 'none' } as const)

/** What Shopify's `fulfillment_status` says of the goods: `null` is its word for nothing sent. */
export function fulfilmentLabel(
  status: Handle<string | null | undefined>,
): Rule<FulfilmentLabel | undefined> {
  return group(
    { status },
    {
      doc: `null → none, ${goods.doc}`,
      get: ({ status }) => {
        if (status === null) return NOTHING_SENT
        return status === undefined ? undefined : goods.decode(status, {})
      },
      put: (label) => {
        if (label === undefined) return { status: undefined }
        const status = label.value === 'none' ? null : goods.encode(label, {})
        return isRefusal(status) ? status : { status }
      },
    },
  )
}

/** A status with its own word kept, so that an entity's label is never poorer than the source's. */
function label<const V extends string>(words: Readonly<Record<string, V>>): Leaf<string, Label<V>> {
  const forth = new Map(Object.entries(words))
  const back = new Map(Object.entries(words).map(([word, value]) => [value as string, word]))
  const labelOf = (raw: string): Label<V> => ({ raw, value: forth.get(raw) ?? 'unknown' })
  const known = [...forth.keys(), UNHEARD_OF]
  return leaf<string, Label<V>>({
    name: 'label',
    doc: Object.entries(words)
      .map(([word, value]) => `${word} → ${value}`)
      .join(', '),
    lossless: true,
    domain: {
      wire: { kind: 'any-of', of: [{ kind: 'words', words: known }, { kind: 'text' }] },
      entity: { kind: 'words', words: known.map(labelOf) },
    },
    decode: (wire) => (typeof wire === 'string' ? labelOf(wire) : refuse('type', 'a word')),
    // a label of another system keeps its meaning, not its word
    encode: ({ raw, value }) =>
      (forth.get(raw) ?? 'unknown') === value ? raw : (back.get(value) ?? raw),
  })
}
