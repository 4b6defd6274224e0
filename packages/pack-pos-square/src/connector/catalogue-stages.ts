import { valueAt } from '@canonry/pack'
import { cursorIn, documentOf, listAt, textIn } from './source.js'
import { after, momentOf, type Stage } from './stage.js'

/** All locations: Square answers them in one page, and does not say when one was changed. */
export const locationStage: Stage = async (_, { call, apiVersion }) => {
  const answer = await call({ path: 'locations' })
  return answer.map((found) => ({
    documents: listAt(found, '/locations').map((location) =>
      documentOf('location@rest', {
        key: textIn(location, '/id'),
        wire: { location },
        apiVersion,
      }),
    ),
    date: found?.date ?? null,
  }))
}

const LIMIT = 100

/** Items with their variations, and the units that these are counted in. */
export const itemStage: Stage = async ({ since, cursor }, { call, apiVersion, catalogue }) => {
  const body = {
    object_types: ['ITEM'],
    include_related_objects: true,
    limit: LIMIT,
    // the timestamp is exclusive
    ...(since !== undefined && { begin_time: momentOf(Math.max(0, since - 1)) }),
    ...(cursor !== undefined && { cursor }),
  }
  const answer = await call({ path: 'catalog/search', body })
  return answer.map((found) => {
    const related_objects = listAt(found, '/related_objects').filter(
      (object) => valueAt(object, '/type') === 'MEASUREMENT_UNIT',
    )
    const items = listAt(found, '/objects')
    for (const item of items) catalogue.forget(item)
    return {
      documents: items.map((object) =>
        documentOf('catalogItem@rest', {
          key: textIn(object, '/id'),
          wire: { object, related_objects },
          apiVersion,
        }),
      ),
      ...after(cursorIn(found)),
      date: found?.date ?? null,
    }
  })
}
