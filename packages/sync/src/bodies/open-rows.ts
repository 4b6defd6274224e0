import type { BodyLabel, Unreadable } from '../store/body-label.js'
import type { EntityRow, SourceRow } from '../store/rows.js'
import { placeOf } from './body-places.js'
import { type Opened, open, type SealingKey } from './envelope.js'
import type { RowMaps } from './row-maps.js'

/** Keys by their ids; `forgotten` for those that were destroyed on purpose. */
export type KeysAtHand = ReadonlyMap<string, SealingKey | 'forgotten'>

/** What opens bodies depends on. */
export interface Opening {
  readonly tenant: string
  readonly keys: KeysAtHand
  /** Takes ids of keys that are other ones than bodies were sealed with. */
  readonly wrong: Set<string>
}

type Text = { readonly text: string } | { readonly unreadable: Unreadable } | 'forgotten'

const DAMAGED: Unreadable = {
  kind: 'damaged',
  message: 'its body was changed, or belongs to another row: restore it from a backup',
}

/**
 * Opens the bodies of rows that are sealed; the others stay as they are.
 *
 * What was sealed with a forgotten key is erased. What does not open says so, and is left alone.
 */
export function openingMaps(opening: Opening): RowMaps {
  const { tenant } = opening
  return {
    fact: (row) => {
      const { body, keyId, ...bare } = row
      if (!body || keyId === undefined) return row
      const opened = openBytes(opening, { keyId, envelope: body, place: placeOf.fact(tenant, row) })
      // the rest of a row stays a row
      if (opened === 'forgotten') return bare as typeof row
      if (opened.kind === 'opened') return { ...bare, body: opened.bytes } as typeof row
      return { ...bare, body, unreadable: DAMAGED } as unknown as typeof row
    },
    entity: (row) => {
      const opened = openBody(opening, row, placeOf.entity(tenant, row))
      return opened === undefined ? row : openedEntity(row, opened)
    },
    source: (row) => openedSource(opening, row),
    effect: (row) => {
      const opened = openBody(opening, row, placeOf.effect(tenant, row))
      if (opened === undefined) return row
      if (opened === 'forgotten') return { ...withoutKey(row), body: undefined }
      return { ...withoutKey(row), ...contentOf(opened) }
    },
  }
}

function openedEntity(row: EntityRow, opened: Text): EntityRow {
  if (opened === 'forgotten') return { ...unlabelled(row), body: {}, erased: true }
  return { ...withoutKey(row), ...contentOf<EntityRow['body']>(opened) }
}

function openedSource(opening: Opening, row: SourceRow): SourceRow {
  const { tenant } = opening
  const opened = openBody(opening, row, placeOf.source(tenant, row))
  if (opened === undefined) return row
  if (opened === 'forgotten') return { ...unlabelled(row), body: {}, residue: '', erased: true }
  const content = { ...withoutKey(row), ...contentOf<SourceRow['body']>(opened) }
  if (row.residue === '') return content
  const residue = openText(opening, {
    keyId: row.label?.keyId ?? '',
    envelope: row.residue,
    place: placeOf.residue(tenant, row),
  })
  if (residue === 'forgotten' || 'unreadable' in residue) return { ...content, unreadable: DAMAGED }
  return { ...content, residue: residue.text }
}

interface Sealed {
  readonly body: unknown
  readonly label?: BodyLabel
}

/** What a sealed body says; `undefined` for one that is not sealed. */
function openBody(opening: Opening, { body, label }: Sealed, place: string): Text | undefined {
  const keyId = label?.keyId
  if (keyId === undefined) return undefined
  const { sealed } = (body ?? {}) as { readonly sealed?: unknown }
  if (typeof sealed !== 'string') return { unreadable: DAMAGED }
  return openText(opening, { keyId, envelope: sealed, place })
}

interface Given<Envelope> {
  readonly keyId: string
  readonly envelope: Envelope
  readonly place: string
}

function openText(opening: Opening, { envelope, ...given }: Given<string>): Text {
  const opened = openBytes(opening, { ...given, envelope: Buffer.from(envelope, 'base64') })
  if (opened === 'forgotten') return opened
  if (opened.kind !== 'opened') return { unreadable: DAMAGED }
  return { text: Buffer.from(opened.bytes).toString() }
}

function openBytes(
  { keys, wrong }: Opening,
  { keyId, envelope, place }: Given<Uint8Array>,
): Opened | 'forgotten' {
  const key = keys.get(keyId)
  if (key === 'forgotten') return key
  const opened: Opened = key ? open(key, envelope, place) : { kind: 'wrong-key' }
  if (opened.kind === 'wrong-key') wrong.add(keyId)
  return opened
}

function contentOf<Body>(opened: Exclude<Text, 'forgotten'>) {
  return 'text' in opened ? { body: JSON.parse(opened.text) as Body } : opened
}

function withoutKey<Row extends { readonly label?: BodyLabel }>(row: Row): Row {
  const { keyId: _, ...label } = row.label ?? {}
  return Object.keys(label).length > 0 ? { ...row, label } : (unlabelled(row) as unknown as Row)
}

function unlabelled<Row extends { readonly label?: unknown }>({ label: _, ...row }: Row) {
  return row
}
