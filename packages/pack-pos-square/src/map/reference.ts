import { group, type Handle, type Rule } from '@canonry/mapping'
import { parseRefKey, type Ref, refKey } from '@canonry/model'

const PREFIX = 'canonry:'

/** The name at Square of a change that follows from something else. */
export function referenceTo(source: Ref): string {
  return `${PREFIX}${refKey(source)}`
}

/** What a change follows from that was written through this pack: then it is that, and no news. */
export function sourceRef(reference: Handle<string | null | undefined>): Rule<Ref | undefined> {
  return group(
    { reference },
    {
      doc: 'the source that a reference of ours names',
      loss: 'any other reference',
      get: ({ reference }) => sourceIn(reference ?? ''),
      put: (ref) => ({ reference: ref && referenceTo(ref) }),
    },
  )
}

function sourceIn(reference: string): Ref | undefined {
  if (!reference.startsWith(PREFIX)) return undefined
  const source = parseRefKey(reference.slice(PREFIX.length)).unwrapOr(undefined)
  return source?.system === 'square' ? undefined : source
}
