import { isRefusal, refuse } from '@canonry/mapping'
import { type Any, at, groupOf, leafOf, through } from './change-rule.js'
import type { Defect } from './defect.js'

/** Mistakes in the mapping of a shop that exists for tests only, and has no goldens: laws alone find them. */
export const shopDefects: readonly Defect[] = [
  {
    name: 'a word that was kept is written, whatever has changed',
    bug: 3,
    plant: at(
      '/size',
      leafOf(() => ({ same: () => true })),
    ),
  },
  {
    name: 'a note that was kept is written unless it is emptied',
    bug: 3,
    plant: at(
      '/note',
      leafOf(() => ({
        lossless: false,
        loss: 'spaces',
        decode: (wire: Any) => (typeof wire === 'string' ? wire.trim() : wire),
        same: (wire: Any, value: Any) => wire !== '' && value !== '',
      })),
    ),
  },
  {
    name: 'when an order was cancelled is not written',
    bug: 35,
    plant: at(
      '/end',
      groupOf(({ put }) => ({
        put: (value: Any, context: Any) => ({ ...put(value, context), cancelled: undefined }),
      })),
    ),
  },
  {
    name: 'a cancelled order is closed when it is written',
    bug: 35,
    plant: at(
      '/end',
      groupOf(() => ({ put: ({ at: moment }: Any) => ({ cancelled: undefined, closed: moment }) })),
    ),
  },
  {
    name: 'a missing answer is no',
    bug: 29,
    plant: at(
      '/paid',
      through((paid) => (paid === 'unknown' ? 'no' : paid)),
    ),
  },
  {
    name: 'labels are brought to lower case',
    bug: 26,
    plant: at(
      '/tags',
      through((labels) => labels.map((label: string) => label.toLowerCase())),
    ),
  },
  {
    name: 'a number is cut to 32 bits',
    bug: 23,
    plant: at(
      '/count',
      through((count) => count | 0),
    ),
  },
  {
    name: 'an id is read as a number',
    bug: 23,
    plant: at(
      '/lines/*/ref',
      through((ref) => ({ ...ref, id: String(Number(ref.id)) })),
    ),
  },
  {
    name: 'the currency of a line is not written',
    bug: 21,
    plant: at(
      '/lines/*/price',
      groupOf(({ put }) => ({
        put: (value: Any, context: Any) => ({ ...put(value, context), currency: undefined }),
      })),
    ),
  },
  {
    name: 'lines are told apart by nothing',
    bug: 13,
    plant: at('/lines', (node) => ({ ...node, key: () => '' })),
  },
  {
    name: 'a refusal quotes the document',
    bug: 'logged',
    plant: at(
      '/count',
      leafOf(({ decode }) => ({
        decode: (wire: Any, context: Any) => {
          const value = decode(wire, context)
          return isRefusal(value) ? refuse('type', `a whole number, not ${wire}`) : value
        },
      })),
    ),
  },
]
