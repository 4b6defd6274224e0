import { group, type Handle, type Refusal, type Rule, refuse, sameValue } from '@canonry/mapping'

/**
 * A value that the document around says, and this one does not: it is read from there, and an
 * entity that says something else cannot be written here.
 */
export function handed<E, X>(doc: string, read: (context: X) => E | Refusal): Rule<E, X> {
  return group<Record<never, Handle<string>>, E, X>(
    {},
    {
      doc,
      get: (_, context) => read(context),
      put: (value, context) => (sameValue(value, read(context)) ? {} : OTHERWISE),
    },
  )
}

const OTHERWISE = refuse('no-place', 'what the document around says')
