import { isJsonObject } from '../wire/json.js'
import type { ElementResidue, Residue } from './residue.js'

/** What is kept of the elements of one list. */
export interface KeptElements {
  /** What is kept of an element; quickest where elements are asked for in the order they had. */
  of(name: string): Residue | undefined
}

/** Opens what is kept of a list. Residue comes from a store, so it may be anything. */
export function keptElements({ elements }: Residue): KeptElements {
  const all = Array.isArray(elements) ? elements.filter(isElement) : []
  let next = 0
  let named: ReadonlyMap<string, Residue> | undefined
  return {
    of: (name) => {
      const element = all[next]
      if (element?.name === name) {
        next += 1
        return element
      }
      named ??= new Map(all.map((each) => [each.name, each]))
      return named.get(name)
    },
  }
}

function isElement(value: unknown): value is ElementResidue {
  return isJsonObject(value) && typeof value['name'] === 'string'
}
