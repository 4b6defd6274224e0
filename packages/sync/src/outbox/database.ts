/** `node:sqlite`, `better-sqlite3`, and what is compatible with them: a database in a transaction. */
export interface SqliteLike {
  prepare(sql: string): {
    run(...values: never[]): unknown
    all(...values: never[]): unknown[]
  }
}

/** A client or transaction of `@libsql/client`. */
export interface LibsqlLike {
  execute(statement: { sql: string; args: never[] }): Promise<{ readonly rows: unknown[] }>
}

/** A client of `pg` that is in a transaction, or a pool for the relay. */
export interface PgLike {
  query(text: string, values: unknown[]): Promise<{ readonly rows: unknown[] }>
}

/** The `sql` of a `postgres.begin` block, or of `postgres()` for the relay. */
export interface PostgresJsLike {
  unsafe(text: string, values: never[]): PromiseLike<readonly unknown[]>
}

/** A `Transaction` or `Kysely`. */
export interface KyselyLike {
  executeQuery(query: never): Promise<{ readonly rows: unknown[] }>
  getExecutor(): { readonly adapter: object }
}

/** A transaction or database of Drizzle on Postgres. */
export interface DrizzlePostgresLike {
  execute(query: never): PromiseLike<unknown>
  readonly dialect?: unknown
}

/** A transaction or database of Drizzle on SQLite. */
export interface DrizzleSqliteLike {
  run(query: never): unknown
  all(query: never): unknown
}

/** The client of a `prisma.$transaction` block, or a client for the relay. */
export interface PrismaLike {
  $executeRawUnsafe(sql: string, ...values: unknown[]): PromiseLike<unknown>
  $queryRawUnsafe(sql: string, ...values: unknown[]): PromiseLike<unknown>
}

/** Any database that the outbox can live in, known by its methods: nothing is imported. */
export type OutboxDatabase =
  | SqliteLike
  | LibsqlLike
  | PgLike
  | PostgresJsLike
  | KyselyLike
  | DrizzlePostgresLike
  | DrizzleSqliteLike
  | PrismaLike

/** The SQL that a database speaks. */
export type OutboxDialect = 'sqlite' | 'postgres'

/** A database as the outbox uses it. */
export interface OutboxSql {
  readonly dialect: OutboxDialect
  /** Whether it is one connection that is in a transaction now: what it reads may be taken back. */
  inTransaction(): boolean
  /** Answers nothing where it is done already, as with `better-sqlite3`; such a one throws at once. */
  write(sql: string, values: readonly unknown[]): Promise<void> | undefined
  read(sql: string, values: readonly unknown[]): Promise<readonly Record<string, unknown>[]>
}
