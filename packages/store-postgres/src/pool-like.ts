/** What an array holds. */
export type Scalar = string | number | boolean | null

/** A value of a statement; arrays become one parameter. */
export type SqlValue = Scalar | Uint8Array | readonly Scalar[]

/** A row as the driver answers it: 64-bit numbers come as text. */
export type SqlRow = Record<string, unknown>

/** A statement with its values; one that has a name is prepared once on each connection. */
export interface Statement {
  readonly name?: string
  readonly text: string
  readonly values?: unknown[]
}

/** A connection that was taken out of a pool: node-postgres' `PoolClient` has this shape. */
export interface ClientLike {
  /** Whether it sends a statement before those ahead of it were answered. */
  readonly pipeline?: boolean | undefined
  query(statement: Statement): Promise<{ readonly rows: SqlRow[] }>
  /** How a connection tells what nobody asked; without it, no worker is woken by another process. */
  on?(
    event: 'notification' | 'error' | 'end',
    listener: (message: { readonly payload?: string | undefined }) => void,
  ): unknown
  /** Gives the connection back; with `true` it is closed, as it can be used no more. */
  release(broken?: boolean): void
}

/** A pool of connections: node-postgres' `Pool` has this shape. */
export interface PoolLike {
  /** Whether every connection was given the settings of this store when it was opened. */
  readonly isSet?: boolean | undefined
  /** How many connections it has at most, where that is known. */
  readonly size?: number | undefined
  /** Where node-postgres says how many. */
  readonly options?: { readonly max?: number | undefined } | undefined
  connect(): Promise<ClientLike>
  /**
   * Listens on a connection of its own, which it opens again when it is lost; answers how to stop.
   * Without it, one of the pool's connections listens.
   */
  listen?(channel: string, heard: (payload: string) => void): Promise<() => void>
  end(): Promise<void>
}
