/** Values of which the first is always at hand; adding and taking cost the logarithm of their number. */
export interface Heap<Value> {
  push(value: Value): void
  /** The first value, which stays. */
  peek(): Value | undefined
  /** Takes the first value. */
  pop(): Value | undefined
}

/** An empty heap, in the order that `isBefore` says. */
export function createHeap<Value>(isBefore: (a: Value, b: Value) => boolean): Heap<Value> {
  const values: Value[] = []
  const swap = (a: number, b: number) => {
    const kept = values[a] as Value
    values[a] = values[b] as Value
    values[b] = kept
  }
  const comesFirst = (a: number, b: number) => isBefore(values[a] as Value, values[b] as Value)
  const rise = (from: number) => {
    for (let at = from; at > 0; ) {
      const parent = (at - 1) >> 1
      if (!comesFirst(at, parent)) return
      swap(at, parent)
      at = parent
    }
  }
  const firstOf = (at: number) => {
    let first = at
    for (let child = 2 * at + 1; child <= 2 * at + 2 && child < values.length; child++) {
      if (comesFirst(child, first)) first = child
    }
    return first
  }
  const sink = () => {
    let at = 0
    for (let first = firstOf(at); first !== at; first = firstOf(at)) {
      swap(at, first)
      at = first
    }
  }
  return {
    peek: () => values[0],
    push: (value) => {
      values.push(value)
      rise(values.length - 1)
    },
    pop: () => {
      const first = values[0]
      const last = values.pop()
      if (values.length > 0) {
        values[0] = last as Value
        sink()
      }
      return first
    },
  }
}
