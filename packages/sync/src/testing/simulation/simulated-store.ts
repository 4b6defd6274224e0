import { err, type Result, ResultAsync } from 'neverthrow'
import type { Store, TenantStore } from '../../store/store.js'
import type { StoreFailure } from '../../store/store-failure.js'
import type { Fault, FaultKind } from './fault.js'
import type { SimulatedProcess } from './simulated-process.js'

type Method = keyof TenantStore
type Asked = { readonly [M in Method]: (request: never) => ResultAsync<unknown, StoreFailure> }

const ANYWHERE: readonly FaultKind[] = ['crash-before', 'crash-after', 'pause-after', 'refused']
const BEARS: Readonly<Record<Method, readonly FaultKind[]>> = {
  // what came in twice is told apart by what it is, so these two bear that an answer is lost
  append: [...ANYWHERE, 'lost-answer'],
  commit: [...ANYWHERE, 'lost-answer', 'conflict'],
  read: ANYWHERE,
  lease: ANYWHERE,
  complete: ANYWHERE,
  maintain: ANYWHERE,
  query: ANYWHERE,
}

const CHANGES: ReadonlySet<Method> = new Set<Method>(['append', 'commit', 'complete'])

/** A store as one process reaches it: every method is a call that takes time and may go wrong. */
export function simulatedStore(store: Store, process: SimulatedProcess): Store {
  return {
    ...store,
    open: (tenant, options) => openThrough(store.open(tenant, options), process),
  }
}

function openThrough(tables: TenantStore, process: SimulatedProcess): TenantStore {
  const methods: Asked = tables
  const through = (name: Method) => (request: never) =>
    new ResultAsync<unknown, StoreFailure>(
      process.call<Result<unknown, StoreFailure>>({
        port: 'store',
        method: `store.${name}`,
        bears: BEARS[name],
        changes: CHANGES.has(name),
        act: () => methods[name](request),
        answers,
      }),
    )
  const names = Object.keys(BEARS) as Method[]
  return Object.fromEntries(names.map((name) => [name, through(name)])) as unknown as TenantStore
}

function answers({ kind }: Fault): Result<never, StoreFailure> {
  return kind === 'conflict'
    ? err({ kind: 'conflict', message: 'something changed: read it and decide again' })
    : err({ kind: 'unavailable', message: 'the store does not answer' })
}
