import fc from 'fast-check'
import type { Result } from 'neverthrow'
import { compiledOf } from '../compile/compiled.js'
import type { AnyMapping } from '../declare/node.js'
import { decode, interpretDecode } from '../run/decode.js'
import { type Encoding, encode, interpretEncode } from '../run/encode.js'
import type { MappingError } from '../run/scope.js'
import { type Discrepancy, differenceOf, refusal } from './discrepancy.js'
import { lawOf, type MappingLaw } from './law.js'
import { documentsOf } from './subject.js'

/** Generated code and the interpreter are one mapping; where no code may be made, nothing is compared. */
export const agreementLaw: MappingLaw = lawOf<{
  readonly wire: unknown
  readonly later: unknown
}>({
  name: 'Agreement: generated code reads and writes what the interpreter does',
  of: 'wire',
  draw: (subject, documents) => fc.record({ wire: documents, later: documentsOf(subject) }),
  find: ({ mapping, context }, { wire, later }) => {
    if (!compiledOf(mapping)) return mayGenerate() ? NO_CODE : undefined
    const meant = interpretDecode(mapping, wire, context)
    const fast = decode(mapping, wire, context)
    const read = different('reading', {
      side: 'entity',
      meant: meant.map(entityOf),
      fast: fast.map(entityOf),
    })
    if (read || meant.isErr()) return read
    const others = interpretDecode(mapping, later, context).match(
      ({ residue }) => [residue],
      () => [],
    )
    return [meant.value.residue, {}, ...others].reduce<Discrepancy | undefined>(
      (found, residue) =>
        found ?? differenceWritten(mapping, { entity: meant.value.entity, context, residue }),
      undefined,
    )
  },
})

const NO_CODE: Discrepancy = {
  what: 'no code can be generated for the mapping, which makes it slow',
}

function mayGenerate(): boolean {
  try {
    return new Function('return true')() === true
  } catch {
    return false
  }
}

function entityOf({ entity }: { readonly entity: unknown }): unknown {
  return entity
}

function differenceWritten(mapping: AnyMapping, encoding: Encoding): Discrepancy | undefined {
  const { entity, context, residue } = encoding
  const meant = interpretEncode(mapping, encoding)
  const fast = encode(mapping, entity, { context, residue })
  return different('writing', { side: 'wire', meant, fast })
}

type Answer = Result<unknown, readonly MappingError[]>

interface Answers {
  readonly side: 'wire' | 'entity'
  readonly meant: Answer
  readonly fast: Answer
}

function different(verb: string, { side, meant, fast }: Answers): Discrepancy | undefined {
  const what = `${verb}, generated code and the interpreter differ`
  if (meant.isOk() && fast.isOk()) {
    return differenceOf({ what, side, expected: meant.value, actual: fast.value })
  }
  if (meant.isErr() && fast.isErr()) return undefined
  return refusal(
    `${what}: one of them is refused`,
    meant.isErr() ? meant.error : fast._unsafeUnwrapErr(),
  )
}
