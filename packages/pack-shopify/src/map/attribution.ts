import { group, type Handle, type Rule, text } from '@canonry/mapping'
import type { Attribution } from '@canonry/model'

type Text = Handle<string | null | undefined>

/** How the buyer came to the shop: the pages where they landed and where they came from. */
export function attribution(places: {
  readonly landing: Text
  readonly referrer: Text
}): Rule<Attribution | undefined> {
  return group(
    { landing: [places.landing, text], referrer: [places.referrer, text] },
    {
      doc: 'landing and referring page, where there is one',
      get: ({ landing, referrer }) =>
        landing === undefined && referrer === undefined
          ? undefined
          : {
              ...(landing === undefined ? {} : { landingPage: landing }),
              ...(referrer === undefined ? {} : { referrer }),
            },
      put: (found) => ({ landing: found?.landingPage, referrer: found?.referrer }),
    },
  )
}
