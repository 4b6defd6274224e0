import type { StoreFailure } from '@canonry/sync'

// primary result codes: https://www.sqlite.org/rescode.html
const CODES = {
  BUSY: 5,
  LOCKED: 6,
  READONLY: 8,
  IOERR: 10,
  CORRUPT: 11,
  FULL: 13,
  CANTOPEN: 14,
  PROTOCOL: 15,
  NOTADB: 26,
} as const

const FAILURES: Readonly<Record<number, Omit<StoreFailure, 'cause'>>> = {
  [CODES.BUSY]: {
    kind: 'unavailable',
    message: 'another process holds the file for long: try again',
  },
  [CODES.LOCKED]: { kind: 'unavailable', message: 'the file is locked by this process: try again' },
  [CODES.READONLY]: {
    kind: 'read-only',
    message: 'the file, or its folder, cannot be written: check owner and permissions',
  },
  [CODES.IOERR]: { kind: 'unavailable', message: 'the disk failed to read or write: check it' },
  [CODES.FULL]: { kind: 'full', message: 'the disk is full: make room, nothing was lost' },
  [CODES.CORRUPT]: {
    kind: 'unavailable',
    message: 'the file is damaged: keep a copy of it, and put a backup in its place',
  },
  [CODES.PROTOCOL]: {
    kind: 'unavailable',
    message: 'others open the file at this moment: try again',
  },
  [CODES.NOTADB]: {
    kind: 'unavailable',
    message: 'the file is no SQLite database, or is encrypted: check the path',
  },
  [CODES.CANTOPEN]: { kind: 'unavailable', message: 'the file cannot be opened: check its folder' },
}

/** Whether somebody else holds what was wanted. */
export function isBusy(problem: unknown): boolean {
  return codeOf(problem) === CODES.BUSY
}

/** The failure that an exception of SQLite stands for; anything else is a bug and is thrown on. */
export function toFailure(problem: unknown): StoreFailure {
  if (isClosed(problem)) return { kind: 'closed', message: 'the store was closed', cause: problem }
  const code = codeOf(problem)
  const failure = code === undefined ? undefined : FAILURES[code]
  if (!failure) throw problem
  return { ...failure, cause: problem }
}

interface Problem {
  readonly code?: unknown
  readonly errcode?: unknown
  readonly message?: unknown
}

// a number with the primary code in its lowest byte, or, as better-sqlite3 has it, SQLITE_IOERR_WRITE
function codeOf(problem: unknown): number | undefined {
  const { code, errcode } = problem as Problem
  if (typeof errcode === 'number') return errcode & 0xff
  const [, name = ''] = /^SQLITE_([A-Z]+)/.exec(String(code)) ?? []
  return Object.entries(CODES).find(([known]) => known === name)?.[1]
}

function isClosed(problem: unknown): boolean {
  const { code, message } = problem as Problem
  return code === 'ERR_INVALID_STATE' || message === 'The database connection is not open'
}
