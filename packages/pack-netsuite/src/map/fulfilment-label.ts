import { type Leaf, leaf, refuse } from '@canonry/mapping'
import type { FulfilmentLabel } from '@canonry/model'

// SalesOrd: A pending approval, B pending fulfilment, D partially fulfilled,
// E pending billing / partially fulfilled, F pending billing, G billed; C and H say nothing of goods
const LABELS: Readonly<Record<string, FulfilmentLabel['value']>> = {
  A: 'none',
  B: 'none',
  D: 'partial',
  E: 'partial',
  F: 'complete',
  G: 'complete',
}

const LETTERS = [...Object.keys(LABELS), 'C', 'H']

/** The status letter of a sales order as what it says about goods. */
export const fulfilmentLabel: Leaf<string, FulfilmentLabel> = leaf<string, FulfilmentLabel>({
  name: 'fulfilmentLabel',
  doc: 'A, B → none, D, E → partial, F, G → complete, any other → unknown',
  lossless: true,
  domain: {
    wire: { kind: 'words', words: LETTERS },
    entity: { kind: 'words', words: LETTERS.map(labelOf) },
  },
  decode: (raw) => (typeof raw === 'string' ? labelOf(raw) : refuse('type', 'a status')),
  encode: ({ raw }) => raw,
})

function labelOf(raw: string): FulfilmentLabel {
  return { raw, value: Object.hasOwn(LABELS, raw) ? (LABELS[raw] ?? 'unknown') : 'unknown' }
}
