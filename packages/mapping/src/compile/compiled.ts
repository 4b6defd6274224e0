import type { AnyMapping } from '../declare/node.js'
import type { Gathered, Residue } from '../run/residue.js'
import { emitUnit } from './emit-unit.js'
import { readRuntime } from './runtime-read.js'
import { writeRuntime } from './runtime-write.js'
import { unitOf } from './unit.js'

/** A mapping as generated code: it answers or gives up, and then the interpreter says what is wrong. */
export interface Compiled {
  read(document: object, context: object, residue: Gathered | undefined): object
  write(entity: unknown, context: object, residue: Residue | undefined): object
}

/** What generated code is made of: the rules by number, and what it calls. */
export type Generated = (t: object, rt: object) => Compiled

const RUNTIME = { ...readRuntime, ...writeRuntime }
const compiled = new WeakMap<AnyMapping, Compiled | null>()
let mayGenerate = true

/** The mapping's generated code, made once; `undefined` in places where no code may be made. */
export function compiledOf(mapping: AnyMapping): Compiled | undefined {
  const known = compiled.get(mapping)
  if (known !== undefined) return known ?? undefined
  const made = mayGenerate ? generate(mapping) : null
  compiled.set(mapping, made)
  return made ?? undefined
}

function generate(mapping: AnyMapping): Compiled | null {
  const unit = unitOf(mapping)
  try {
    const generated = new Function('t', 'rt', emitUnit(unit)) as Generated
    return generated(unit, RUNTIME)
  } catch (problem) {
    // the page or the process forbids code from text
    if (!(problem instanceof EvalError)) throw problem
    mayGenerate = false
    return null
  }
}
