import { readsVersion } from '@canonry/pack'
import { expect, it } from 'vitest'

it.each([
  ['9', undefined, ['9', '10', '100'], ['8', '']],
  ['v2', 'v10', ['v2', 'v3', 'v10'], ['v1', 'v11', 'w3']],
  ['2025-10', undefined, ['2025-10', '2026-01', '2026-07', 'unstable'], ['2025-07', '2024-10']],
  ['1.9', '1.12', ['1.9', '1.9.1', '1.10', '1.12'], ['1.8', '1', '1.13', '2']],
  ['1', '1', ['1', '01'], ['1.0', '2']],
])('versions from %s to %s are read, and no others', (from, to, read, unread) => {
  const versions = to === undefined ? { from } : { from, to }
  for (const version of read)
    expect([version, readsVersion({ versions }, version)]).toEqual([version, true])
  for (const version of unread)
    expect([version, readsVersion({ versions }, version)]).toEqual([version, false])
})
