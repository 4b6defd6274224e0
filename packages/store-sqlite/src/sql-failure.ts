import type { StoreFailure } from '@canonry/sync'

// primary result codes: https://www.sqlite.org/rescode.html
const BUSY = 5
const LOCKED = 6
const READ_ONLY = 8
const INPUT_OUTPUT = 10
const CORRUPT = 11
const FULL = 13
const CANNOT_OPEN = 14
const PROTOCOL = 15
const NO_DATABASE = 26

const FAILURES: Readonly<Record<number, Omit<StoreFailure, 'cause'>>> = {
  [BUSY]: { kind: 'unavailable', message: 'another process holds the file for long: try again' },
  [LOCKED]: { kind: 'unavailable', message: 'the file is locked by this process: try again' },
  [READ_ONLY]: {
    kind: 'read-only',
    message: 'the file, or its folder, cannot be written: check owner and permissions',
  },
  [INPUT_OUTPUT]: { kind: 'unavailable', message: 'the disk failed to read or write: check it' },
  [FULL]: { kind: 'full', message: 'the disk is full: make room, nothing was lost' },
  [CORRUPT]: {
    kind: 'unavailable',
    message: 'the file is damaged: keep a copy of it, and put a backup in its place',
  },
  [PROTOCOL]: { kind: 'unavailable', message: 'others open the file at this moment: try again' },
  [NO_DATABASE]: {
    kind: 'unavailable',
    message: 'the file is no SQLite database, or is encrypted: check the path',
  },
  [CANNOT_OPEN]: { kind: 'unavailable', message: 'the file cannot be opened: check its folder' },
}

/** Whether somebody else holds what was wanted. */
export function isBusy(problem: unknown): boolean {
  const { errcode } = problem as { errcode?: unknown }
  return typeof errcode === 'number' && (errcode & 0xff) === BUSY
}

/** The failure that an exception of SQLite stands for; anything else is a bug and is thrown on. */
export function toFailure(problem: unknown): StoreFailure {
  const { code, errcode } = problem as { code?: unknown; errcode?: unknown }
  if (code === 'ERR_INVALID_STATE') {
    return { kind: 'closed', message: 'the store was closed', cause: problem }
  }
  // extended codes carry the primary one in their lowest byte
  const failure = typeof errcode === 'number' ? FAILURES[errcode & 0xff] : undefined
  if (!failure) throw problem
  return { ...failure, cause: problem }
}
