import type { AnyMapping } from './node.js'
import { placesOfNode } from './places.js'

/** Throws where one rule reads a whole of which another rule reads a part: they would both write it. */
export function checkPlaces(mapping: AnyMapping): void {
  const pointers = new Set(mapping.nodes.flatMap(placesOfNode).map(({ pointer }) => pointer))
  for (const pointer of pointers) {
    for (let end = pointer.lastIndexOf('/'); end > 0; end = pointer.lastIndexOf('/', end - 1)) {
      const whole = pointer.slice(0, end)
      if (pointers.has(whole)) {
        throw new Error(
          `${mapping.system} ${mapping.entity}: ${whole} is read, and so is ${pointer}`,
        )
      }
    }
  }
}
