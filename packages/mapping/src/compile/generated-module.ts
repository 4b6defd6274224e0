import type { AnyMapping } from '../declare/node.js'
import { literal } from './code.js'
import { bind, compiledOf, type Factory } from './compiled.js'
import { emitUnit } from './emit-unit.js'
import { unitOf } from './unit.js'

/** One mapping's code out of a module that {@link emitMappings} wrote. */
export interface GeneratedMapping {
  /** The fingerprint of the mapping that the code was made from. */
  readonly of: string
  readonly factory: (rules: object, runtime: object) => unknown
}

/**
 * The text of a JavaScript module with the code of mappings, for places where no code may be made
 * at run time (`--disallow-code-generation-from-strings`, a content security policy, edge workers).
 *
 * Write it to a file in the build, import its `generated`, and hand each entry to
 * {@link useGenerated}. Without it such places work as well, by the interpreter, and slower.
 */
export function emitMappings(mappings: Readonly<Record<string, AnyMapping>>): string {
  const entries = Object.entries(mappings).map(([name, mapping]) => {
    const body = emitUnit(unitOf(mapping))
    const of = literal(fingerprintOf(body))
    return `  ${literal(name)}: { of: ${of}, factory: (t, rt) => {\n${body}\n} },`
  })
  return [
    '// Made from mappings; do not edit.',
    'export const generated = {',
    ...entries,
    '}',
    '',
  ].join('\n')
}

/**
 * Lets a mapping run on code that was made from it before.
 *
 * Code of another state of the mapping, or of another version of this package, is a bug of the
 * build and throws.
 */
export function useGenerated(mapping: AnyMapping, generated: GeneratedMapping): void {
  const unit = unitOf(mapping)
  if (fingerprintOf(emitUnit(unit)) !== generated.of) {
    throw new Error(
      `the generated code of ${mapping.system} ${mapping.entity} is not of this mapping: emit it again`,
    )
  }
  bind(mapping, unit, generated.factory as Factory)
}

/** What runs a mapping here: generated code, or the interpreter where none may be made. */
export function engineOf(mapping: AnyMapping): 'generated' | 'interpreter' {
  return compiledOf(mapping) ? 'generated' : 'interpreter'
}

const SEED = 0x811c9dc5
const PRIME = 0x01000193

/** A fingerprint of text: FNV-1a of 32 bits, and the length. It finds mistakes, not malice. */
function fingerprintOf(text: string): string {
  let hash = SEED
  for (let at = 0; at < text.length; at += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(at), PRIME) >>> 0
  }
  return `${text.length.toString(36)}-${hash.toString(36)}`
}
