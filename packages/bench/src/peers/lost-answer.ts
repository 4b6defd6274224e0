/** Thrown by a handler whose call was applied while nobody heard the answer. */
export class LostAnswer extends Error {
  constructor() {
    super('the call was made, and its answer was lost')
  }
}
