/**
 * A promise that was broken.
 *
 * `lost`: acknowledged, and never applied. `duplicated`: applied twice. `resent`: called again
 * without a look at what the call before had done, at a system that honours no keys. `overlapping`:
 * two workers that live called for one lane at once. `disordered`: an older version after a newer
 * one. `crossed`: told to another tenant's system. `unsettled`: left to do, or to people, in the end.
 * `fallen`: a process that ended by itself. `unproven`: nothing was acknowledged, so that nothing could
 * go wrong.
 */
export interface CrashProblem {
  readonly kind:
    | 'lost'
    | 'duplicated'
    | 'resent'
    | 'overlapping'
    | 'disordered'
    | 'crossed'
    | 'unsettled'
    | 'fallen'
    | 'unproven'
  readonly message: string
}
