import { group, type Handle, type Rule, text } from '@canonry/mapping'

/** An article number; an empty one is none. */
export function article(place: Handle<string | undefined>): Rule<string | undefined> {
  return group(
    { sku: [place, text] },
    {
      doc: 'the name of the item, which is its article number; an empty one is none',
      loss: 'an empty name and none are the same',
      get: ({ sku }) => (sku === '' ? undefined : sku),
      put: (said) => ({ sku: said }),
    },
  )
}
