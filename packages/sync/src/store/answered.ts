import type { ResultAsync } from 'neverthrow'
import type { StoreFailure } from './store-failure.js'

/** What a store answers to a caller of the sync; a store that fails is thrown at them. */
export async function answered<T>(answer: ResultAsync<T, StoreFailure>): Promise<T> {
  return (await answer).match(
    (value) => value,
    ({ kind, message, cause }) => {
      throw new Error(`the store is ${kind}: ${message}`, { cause })
    },
  )
}
