import type { AnyMapping } from './node.js'
import { carriedPlaces, placesOfNode } from './places.js'

/** Throws where a place is accounted for twice: documents and coverage would say only one of both. */
export function checkPlaces(mapping: AnyMapping): void {
  const pointers = new Set(mapping.nodes.flatMap(placesOfNode).map(({ pointer }) => pointer))
  checkWholes(mapping, pointers)
  checkCarried(mapping, pointers)
}

// where one rule reads a whole of which another reads a part, both would write it
function checkWholes(mapping: AnyMapping, pointers: ReadonlySet<string>): void {
  for (const pointer of pointers) {
    for (let end = pointer.lastIndexOf('/'); end > 0; end = pointer.lastIndexOf('/', end - 1)) {
      const whole = pointer.slice(0, end)
      if (pointers.has(whole)) throw wrong(mapping, `${whole} is read, and so is ${pointer}`)
    }
  }
}

function checkCarried(mapping: AnyMapping, pointers: ReadonlySet<string>): void {
  const carried = new Set<string>()
  for (const { pointer } of carriedPlaces(mapping)) {
    if (pointers.has(pointer)) {
      throw wrong(mapping, `${pointer} is read, so it is neither preserved nor ignored`)
    }
    if (carried.has(pointer)) throw wrong(mapping, `${pointer} is preserved or ignored twice`)
    carried.add(pointer)
  }
}

function wrong({ system, entity }: AnyMapping, problem: string): Error {
  return new Error(`${system} ${entity}: ${problem}`)
}
