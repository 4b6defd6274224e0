import type { StoreFailure } from '@canonry/sync'

type Told = Omit<StoreFailure, 'cause'>

const TRY_AGAIN = 'the database cannot be reached: see that it runs, nothing was lost'

const NO_SESSIONS =
  'a pooler gives each transaction another session: set its pool_mode to session, or go past it'

/** The failure of a store behind a pooler that keeps no sessions. */
export const SESSIONLESS: StoreFailure = { kind: 'unavailable', message: NO_SESSIONS }

// classes and codes: https://www.postgresql.org/docs/15/errcodes-appendix.html
const BY_CODE: Readonly<Record<string, Told>> = {
  '25006': {
    kind: 'read-only',
    message:
      'this server only reads, as a replica does: connect to the primary; where it is the primary, see default_transaction_read_only',
  },
  '25P03': unavailable('this process stood still in a transaction, which was given up: try again'),
  '26000': unavailable(NO_SESSIONS),
  '28000': unavailable('the database refuses this user: check user, password and pg_hba.conf'),
  '28P01': unavailable('the password is wrong: check the connection string'),
  '3D000': unavailable('the database of the connection string does not exist: create it'),
  '3F000': unavailable('the schema does not exist: let an owner open the store once'),
  '42501': unavailable('this user may not do this: grant it the schema, see the README'),
  '42P01': unavailable('a table is missing: the schema is not the one of this package'),
  '42703': unavailable('a column is missing: the schema is not the one of this package'),
  '42P05': unavailable(NO_SESSIONS),
  '42P07': unavailable('a table is there already: the schema is not one of this package'),
  '53100': {
    kind: 'full',
    message: 'the disk of the database is full: make room, nothing was lost',
  },
  '53300': unavailable('the database has no connection left: use a smaller pool or a pooler'),
  '55P03': unavailable('the database waited too long for a lock: try again'),
  '57014': unavailable(
    'the database cancelled a statement that took too long: raise statement_timeout for this user, and see what it waits for',
  ),
}

const BY_CLASS: Readonly<Record<string, Told>> = {
  '08': unavailable(TRY_AGAIN),
  '40': unavailable('others were in the way again and again: try again'),
  '53': unavailable('the database is short of something: see its log, and try again'),
  '57': unavailable(TRY_AGAIN),
  '58': unavailable('the disk of the database failed to read or write: check it'),
}

const ENDED: Told = {
  kind: 'closed',
  message: 'the pool of connections was ended: end it after the store, or make another',
}

// what Node and the drivers say; the first that fits counts
const BY_WORDS: readonly (readonly [RegExp, Told])[] = [
  [/^CONNECTION_ENDED$|(calling|called) end on (the )?pool/i, ENDED],
  [
    /^ERR_INVALID_URL$/,
    unavailable('the connection string is no URL: postgres://user@db.example.com:5432/retail'),
  ],
  [
    /no pg_hba\.conf entry.*no encryption/,
    unavailable(
      'the database takes no connection without TLS: add sslmode=verify-full to the connection string',
    ),
  ],
  [
    /does not support SSL/,
    unavailable('the database does not speak TLS: set it up there, or leave sslmode out'),
  ],
  [
    /CERT|UNABLE_TO_(GET|VERIFY)/,
    unavailable(
      'the certificate of the database is not trusted: name who signed it (sslrootcert), and connect by a name that is in it',
    ),
  ],
  [/password must be a string/, unavailable('the database asks for a password: name it')],
  [
    /^query read timeout$/i,
    unavailable('the database did not answer in time: see that it runs, and what it waits for'),
  ],
  [
    /^(E(CONN|PIPE|TIMEDOUT|HOST|NET|AI_|NOTFOUND)|CONNECT_TIMEOUT|CONNECTION_|ERR_(STREAM|SOCKET)_)/,
    unavailable(TRY_AGAIN),
  ],
  [
    /connection terminated|connection (timeout|error)|timeout exceeded|not queryable/i,
    unavailable(TRY_AGAIN),
  ],
]

const OUTDATED = unavailable('the schema was changed under this connection: try again')

// serialization failure, deadlock, and a row that somebody else was first to write
const RACES = ['40001', '40P01', '23505']

/** Whether a transaction lost against another one, so that it is worth trying at once. */
export function isRace(problem: unknown): boolean {
  return RACES.includes(codeOf(problem))
}

/**
 * Whether a connection knows a statement from before somebody changed the schema: another connection
 * can run it. The code alone stands for more, and the words come in the server's language.
 */
export function isOutdated(problem: unknown): boolean {
  const { routine } = (problem ?? {}) as { routine?: unknown }
  return codeOf(problem) === '0A000' && routine === 'RevalidateCachedQuery'
}

/** The failure that an exception of the driver stands for; anything else is a bug and is thrown on. */
export function toFailure(problem: unknown): StoreFailure {
  const code = codeOf(problem)
  if (isOutdated(problem)) return { ...OUTDATED, cause: problem }
  const told = byWords(problem) ?? BY_CODE[code] ?? BY_CLASS[code.slice(0, 2)]
  if (!told) throw problem
  const place = told.message === TRY_AGAIN ? placeOf(problem) : ''
  return {
    ...told,
    message: told.message.replace('cannot be reached', `$&${place}`),
    cause: problem,
  }
}

/** Where a connection was tried to, as Node says it. */
function placeOf(problem: unknown): string {
  const { address, port, hostname } = (problem ?? {}) as Readonly<Record<string, unknown>>
  if (typeof hostname === 'string') return ` at ${hostname} (${codeOf(problem)})`
  return typeof address === 'string' ? ` at ${address}:${port} (${codeOf(problem)})` : ''
}

function byWords(problem: unknown): Told | undefined {
  const { message } = (problem ?? {}) as { message?: unknown }
  const said = [codeOf(problem), typeof message === 'string' ? message : '']
  return BY_WORDS.find(([words]) => said.some((each) => words.test(each)))?.[1]
}

/** The code of an exception of the driver: an SQLSTATE, or what Node or the driver says. */
export function codeOf(problem: unknown): string {
  const { code } = (problem ?? {}) as { code?: unknown }
  return typeof code === 'string' ? code : ''
}

function unavailable(message: string): Told {
  return { kind: 'unavailable', message }
}
