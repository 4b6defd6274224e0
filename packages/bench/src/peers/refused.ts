/** Thrown by a handler whose call was understood and will never be taken. */
export class Refused extends Error {
  constructor() {
    super('refused: this key is blocked')
  }
}
