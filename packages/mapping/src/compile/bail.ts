/** What generated code throws where anything is wrong; the interpreter then says what. */
export const BAIL: unique symbol = Symbol('bail')
