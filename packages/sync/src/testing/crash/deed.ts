/**
 * One thing that happened in a target system of a crash run, as the system wrote it down itself.
 *
 * `called`: a call came. `applied`: it was booked. `answered`: its answer left. `verified`: somebody
 * read what became of a key.
 */
export interface Deed {
  readonly kind: 'called' | 'applied' | 'answered' | 'verified'
  readonly outcome?: 'confirmed' | 'unknown' | 'failed' | 'applied' | 'not-applied'
  /** Which life of which process called. */
  readonly life: string
  readonly tenant: string
  readonly connection: string
  /** The `refKey` of the source: with the connection it names the lane. */
  readonly source: string
  readonly key: string
  readonly version: number
  readonly at: number
}

/** A fact whose journaling was acknowledged to the process that sent it. */
export interface Acknowledged {
  readonly tenant: string
  readonly source: string
  readonly version: number
  readonly at: number
}

/** What befell a process. `fell`: it ended by itself, which it never should. */
export interface Blow {
  readonly kind: 'started' | 'killed' | 'frozen' | 'thawed' | 'fell'
  readonly life: string
  /** Present where the life that started runs the next version of the program. */
  readonly isNext?: true
  readonly at: number
}

/** Milliseconds on a clock that all processes of a machine share, and that only goes forward. */
export function sharedClock(): number {
  return Number(process.hrtime.bigint()) / 1e6
}
