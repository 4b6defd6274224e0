import type { Ref } from '@canonry/model'
import type { Connection } from '@canonry/pack'
import type { Result } from 'neverthrow'
import type { StoreFailure } from '../../store/store-failure.js'

/** What a target system calls things, by `refKey`. */
export type Links = Readonly<Record<string, Ref>>

/** What a connection's system calls these things, given as `refKey` prints them, and maybe others. */
export type AskLinks = (
  to: Connection,
  refs: readonly string[],
) => Promise<Result<Links | undefined, StoreFailure>>
