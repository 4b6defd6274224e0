import type { PersonalData } from './personal-data.js'
import { pointerKeys } from './pointer.js'

/** Who owns what of an entity; what is not named belongs to `origin`. */
export interface Ownership {
  readonly origin: string
  /**
   * Connections by field: a top-level name (`note`) or a JSON Pointer to a field inside
   * (`/shipTo/phone`). The most specific rule counts. Lists are owned as a whole.
   */
  readonly fields: Readonly<Record<string, string>>
  /**
   * Which fields hold personal data, as `listPersonalData` lists them. Findings tell the values of
   * all other fields; without this, they tell none.
   */
  readonly personal?: Readonly<Record<string, PersonalData>>
}

/** The owners of a field and of the fields inside it. */
export interface Owners {
  readonly owner: string
  readonly inside: ReadonlyMap<string, Owners>
}

/** The rules as a tree, outermost field first; what a rule does not name has the owner around it. */
export function ownersOf({ origin, fields }: Ownership): Owners {
  const rules = Object.entries(fields).map(([name, owner]) => ({
    keys: name.startsWith('/') ? pointerKeys(name) : [name],
    owner,
  }))
  return ownersAt(origin, rules)
}

interface Rule {
  readonly keys: readonly string[]
  readonly owner: string
}

function ownersAt(around: string, rules: readonly Rule[]): Owners {
  const owner = rules.find(({ keys }) => keys.length === 0)?.owner ?? around
  const deeper = rules.filter(({ keys }) => keys.length > 0)
  const names = new Set(deeper.map(({ keys }) => keys[0] ?? ''))
  const inside = [...names].map((name) => {
    const own = deeper.filter(({ keys }) => keys[0] === name)
    return [
      name,
      ownersAt(
        owner,
        own.map(({ keys, owner }) => ({ keys: keys.slice(1), owner })),
      ),
    ] as const
  })
  return { owner, inside: new Map(inside) }
}
