import type { BodyLabel } from '../store/body-label.js'
import { placeOf } from './body-places.js'
import { type SealingKey, seal } from './envelope.js'
import type { RowMaps } from './row-maps.js'

/** Seals the bodies of rows, and says with which key. */
export function sealingMaps(tenant: string, key: SealingKey): RowMaps {
  const labelled = (label: BodyLabel | undefined): BodyLabel => ({ ...label, keyId: key.id })
  const sealed = (body: unknown, place: string) => ({
    sealed: sealedText(key, JSON.stringify(body ?? null), place),
  })
  return {
    fact: (row) => {
      if (!row.body) return row
      return { ...row, body: seal(key, row.body, placeOf.fact(tenant, row)), keyId: key.id }
    },
    entity: (row) => ({
      ...row,
      body: sealed(row.body, placeOf.entity(tenant, row)),
      label: labelled(row.label),
    }),
    source: (row) => ({
      ...row,
      body: sealed(row.body, placeOf.source(tenant, row)),
      // nothing to seal, and nothing to tell
      ...(row.residue !== '' && {
        residue: sealedText(key, row.residue, placeOf.residue(tenant, row)),
      }),
      label: labelled(row.label),
    }),
    effect: (row) => ({
      ...row,
      body: sealed(row.body, placeOf.effect(tenant, row)),
      label: labelled(row.label),
    }),
  }
}

function sealedText(key: SealingKey, text: string, place: string): string {
  return Buffer.from(seal(key, Buffer.from(text), place)).toString('base64')
}
