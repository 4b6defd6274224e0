import type { Connection, Connector } from '@canonry/pack'
import type { Store, TenantStore } from '@canonry/sync'
import { ResultAsync } from 'neverthrow'

/** A process that dies at its n-th call to a port, and from then on does nothing more. */
export interface Crash {
  readonly store: (store: Store) => Store
  readonly connection: (connection: Connection) => Connection
  dead(): boolean
  /** Resolves when the process dies. */
  readonly death: Promise<void>
}

/** When the process dies: before the call does anything, or after it has done everything. */
export type CrashMode = 'before' | 'after'

export function crashAt(call: number, mode: CrashMode): Crash {
  let calls = 0
  let die: () => void = () => undefined
  const death = new Promise<void>((resolve) => {
    die = resolve
  })
  let isDead = false
  const port = <Arguments extends unknown[], Answer>(
    act: (...given: Arguments) => PromiseLike<Answer>,
  ) => {
    return async (...given: Arguments): Promise<Answer> => {
      if (isDead) return never()
      const last = ++calls === call
      if (last && mode === 'before') return stop()
      const answer = await act(...given)
      if (last || isDead) return stop()
      return answer
    }
  }
  const stop = () => {
    isDead = true
    die()
    return never<never>()
  }
  return {
    death,
    dead: () => isDead,
    store: (store) => ({ ...store, open: (tenant) => wrapStore(store.open(tenant), port) }),
    connection: (connection) => ({
      ...connection,
      open: (ports) => wrapConnector(connection.open(ports), port),
    }),
  }
}

type Port = <Arguments extends unknown[], Answer>(
  act: (...given: Arguments) => PromiseLike<Answer>,
) => (...given: Arguments) => Promise<Answer>

function wrapStore(store: TenantStore, port: Port): TenantStore {
  // the core chains results of the store before it awaits them
  const result =
    (act: (...given: never[]) => PromiseLike<unknown>) =>
    (...given: never[]) =>
      new ResultAsync(port(act)(...given) as never)
  const { append, read, commit, lease, complete, maintain, query } = store
  const methods = { append, read, commit, lease, complete, maintain, query }
  const wrapped = Object.entries(methods).map(([name, act]) => [name, result(act as never)])
  return Object.fromEntries(wrapped) as TenantStore
}

function wrapConnector(connector: Connector, port: Port): Connector {
  const { read, push, verify, pull } = connector
  const wrapped = { read: port(read), push: port(push), verify: port(verify) }
  return { ...connector, ...wrapped, ...(pull && { pull: port(pull) }) }
}

function never<T>(): Promise<T> {
  return new Promise(() => undefined)
}
