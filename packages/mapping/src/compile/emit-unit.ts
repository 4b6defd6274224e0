import type { Hoisted } from './code.js'
import { emitRead } from './emit-read.js'
import { emitWrite } from './emit-write.js'
import type { Unit } from './unit.js'

/** The body of the function that makes a mapping's code out of its rules and the runtime. */
export function emitUnit(unit: Unit): string {
  const hoisted: Hoisted = new Map()
  const functions = unit.mappings.flatMap((mapping) => [
    emitRead(unit, mapping, hoisted),
    emitWrite(unit, mapping, hoisted),
  ])
  const values = [...hoisted].map(([expression, variable]) => `const ${variable} = ${expression};`)
  return ['"use strict";', ...values, ...functions, 'return { read: d0, write: w0 };'].join('\n')
}
