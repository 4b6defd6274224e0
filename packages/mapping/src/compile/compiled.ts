import type { AnyMapping } from '../declare/node.js'
import type { Gathered, Residue } from '../run/residue.js'
import { emitUnit } from './emit-unit.js'
import { readRuntime } from './runtime-read.js'
import { writeRuntime } from './runtime-write.js'
import { type Unit, unitOf } from './unit.js'

/** A mapping as generated code: it answers or gives up, and then the interpreter says what is wrong. */
export interface Compiled {
  read(document: object, context: object, residue: Gathered | undefined): object
  write(entity: unknown, context: object, residue: Residue | undefined): object
}

/** Generated code: it takes the rules by number and what it calls. */
export type Factory = (rules: object, runtime: object) => Compiled

const RUNTIME = { ...readRuntime, ...writeRuntime, memory: () => ({ last: undefined }) }
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

/** Binds generated code to the rules of its mapping. */
export function bind(mapping: AnyMapping, unit: Unit, factory: Factory): void {
  compiled.set(mapping, factory(unit, RUNTIME))
}

/** Lets the interpreter run a mapping, as in places where no code may be made. */
export function useInterpreter(mapping: AnyMapping): void {
  compiled.set(mapping, null)
}

function generate(mapping: AnyMapping): Compiled | null {
  const unit = unitOf(mapping)
  try {
    const factory = new Function('t', 'rt', emitUnit(unit)) as Factory
    return factory(unit, RUNTIME)
  } catch (problem) {
    // where the process or the page forbids code from text, asking again is in vain
    if (problem instanceof EvalError) mayGenerate = false
    return null
  }
}
