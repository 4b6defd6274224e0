import { type Code, isRefused } from './code.js'

interface Coded {
  readonly value: string
  /** The function of the leaf that takes the value or refuses it. */
  readonly through: string
}

/** Takes a code as it is: one that was accepted at this place the last time is accepted. */
export function emitCode(code: Code, { value, through }: Coded): string {
  const memory = code.memory()
  const taken = code.name()
  code.line(`let ${taken} = ${memory}.last;`)
  code.line(`if (${value} !== ${taken}) {`)
  code.line(`${taken} = ${through}(${value}, x);`)
  code.line(`if (${isRefused(taken)}) throw rt.BAIL;`)
  code.line(`${memory}.last = ${taken};`)
  code.line('}')
  return taken
}
