/** Statements of a `postgres` (postgres.js), on any connection or in one transaction. */
export interface PostgresJsStatements {
  unsafe(
    text: string,
    values?: never[],
    options?: { readonly prepare?: boolean },
  ): PromiseLike<readonly unknown[]>
}

/** What `postgres(url)` of the package `postgres` (3.4 or later) answers has this shape. */
export interface PostgresJs extends PostgresJsStatements {
  /** Its options; `onclose` is called for each connection that is closed. */
  readonly options: {
    onclose?: ((connection: number) => void) | undefined
    readonly transform?: { readonly column?: { readonly from?: unknown } }
  }
  typed(value: string | null, type: number): unknown
  begin(
    options: string,
    work: (transaction: PostgresJsStatements) => Promise<void>,
  ): Promise<unknown>
  listen(
    channel: string,
    heard: (payload: string) => void,
  ): PromiseLike<{ unlisten(): Promise<void> }>
  end(options?: { readonly timeout?: number }): Promise<void>
}
