import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createHeap } from '../src/memory-store/heap.js'

describe('a heap', () => {
  it('gives back in order what was put in, whatever is put in and taken in between', () => {
    const step = fc.option(fc.nat(20), { nil: 'pop' as const })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const heap = createHeap<number>((a, b) => a < b)
        let model: number[] = []
        for (const each of steps) {
          if (each === 'pop') {
            expect(heap.pop()).toBe(model[0])
            model = model.slice(1)
          } else {
            heap.push(each)
            model = [...model, each].sort((a, b) => a - b)
          }
          expect(heap.peek()).toBe(model[0])
        }
      }),
    )
  })
})
