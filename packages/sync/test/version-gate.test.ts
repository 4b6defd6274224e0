import { describe, expect, it } from 'vitest'
import { isKnownVersion, judgeVersion } from '../src/pipeline/version-gate.js'

const known = { resource: 'order@webhook', mapping: 1, bodyHash: 'a', version: '5' }
const heard = { ...known, asked: false }
const unversioned = { resource: 'order@webhook', mapping: 1, bodyHash: 'a' }

describe('the version gate', () => {
  it.each([
    ['applies the first document', 'apply', heard, undefined],
    ['applies a newer version', 'apply', { ...heard, version: '6', bodyHash: 'b' }, known],
    ['skips an older version', 'stale', { ...heard, version: '4', bodyHash: 'b' }, known],
    [
      'skips an older version of a newer mapping',
      'stale',
      { ...heard, version: '4', mapping: 2 },
      known,
    ],
    ['skips what it knows', 'stale', heard, known],
    [
      'applies a known version again once the mapping is newer',
      'apply',
      { ...heard, mapping: 2 },
      known,
    ],
    ['skips a known version under an older mapping', 'stale', heard, { ...known, mapping: 2 }],
    ['reads when one version has two contents', 'read', { ...heard, bodyHash: 'b' }, known],
    ['believes what it has read', 'apply', { ...heard, bodyHash: 'b', asked: true }, known],
    ['never believes an old read', 'stale', { ...heard, version: '4', asked: true }, known],
    [
      'compares across dialects, but not their mappings',
      'apply',
      { ...heard, resource: 'order@rest', mapping: 1, bodyHash: 'b', asked: true },
      { ...known, mapping: 9 },
    ],
    [
      'reads without versions when contents differ',
      'read',
      { ...unversioned, bodyHash: 'b', asked: false },
      unversioned,
    ],
    [
      'skips the same content without versions',
      'stale',
      { ...unversioned, asked: false },
      unversioned,
    ],
    [
      'skips what was journaled before, whoever asked for it, and whatever reads it now',
      'stale',
      { ...heard, bodyHash: 'b', mapping: 2, asked: true, shard: 1, seq: 4 },
      { ...known, shard: 1, seq: 7 },
    ],
    [
      'applies the very fact that it knows, where that is read as something else',
      'apply',
      { ...heard, bodyHash: 'b', shard: 1, seq: 7 },
      { ...known, shard: 1, seq: 7 },
    ],
    [
      'skips it under an older mapping',
      'stale',
      { ...heard, bodyHash: 'b', shard: 1, seq: 7 },
      { ...known, mapping: 2, shard: 1, seq: 7 },
    ],
    [
      'applies a newer version that was journaled before',
      'apply',
      { ...heard, version: '6', shard: 1, seq: 4 },
      { ...known, shard: 1, seq: 7 },
    ],
    [
      'compares no places of two shards',
      'read',
      { ...heard, bodyHash: 'b', shard: 2, seq: 4 },
      { ...known, shard: 1, seq: 7 },
    ],
    [
      'reads when versions do not compare',
      'read',
      { ...heard, version: 'x', bodyHash: 'b' },
      known,
    ],
  ] as const)('%s', (_, verdict, incoming, current) => {
    expect(judgeVersion(incoming, current)).toBe(verdict)
  })
})

describe('a version that is only told of', () => {
  const resource = { name: 'order@webhook', revision: 1 } as const
  const told = { version: '5', resource }

  it.each([
    ['is known', true, told, known],
    ['is known where it is older', true, { ...told, version: '4' }, known],
    ['is news where it is newer', false, { ...told, version: '6' }, known],
    ['is news where nothing says which it is', false, { resource }, known],
    ['is news where nothing says which one is known', false, told, unversioned],
    ['is news where the two cannot be compared', false, { ...told, version: 'x' }, known],
    ['is news where an older mapping has read it', false, told, { ...known, mapping: 0 }],
    ['is known where a newer mapping has read it', true, told, { ...known, mapping: 2 }],
    [
      'is known where another dialect was read',
      true,
      told,
      { ...known, resource: 'order@rest', mapping: 0 },
    ],
    ['is news of what was deleted', false, told, { ...known, deletedAt: 1 }],
    ['is news of what was erased', false, told, { ...known, erased: true as const }],
  ])('%s', (_, isKnown, heardOf, current) => {
    expect(isKnownVersion(heardOf, current)).toBe(isKnown)
  })
})
