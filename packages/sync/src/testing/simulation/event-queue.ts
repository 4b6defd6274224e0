/** Something that happens at a moment of simulated time. */
export interface Event {
  /** Epoch milliseconds. */
  readonly at: number
  /** Which of several at one moment comes first. */
  readonly rank: number
  act(): void
}

/** Events to come, earliest first: a binary heap. */
export interface EventQueue {
  push(event: Event): void
  pop(): Event | undefined
}

/** An empty queue. */
export function createEventQueue(): EventQueue {
  const heap: Event[] = []
  return {
    push: (event) => {
      heap.push(event)
      rise(heap)
    },
    pop: () => {
      const first = heap[0]
      const last = heap.pop()
      if (last && heap.length > 0) {
        heap[0] = last
        sink(heap)
      }
      return first
    },
  }
}

function isEarlier(a: Event, b: Event): boolean {
  return a.at < b.at || (a.at === b.at && a.rank < b.rank)
}

function rise(heap: Event[]): void {
  let child = heap.length - 1
  while (child > 0) {
    const parent = (child - 1) >> 1
    if (!swapIfEarlier(heap, child, parent)) return
    child = parent
  }
}

function sink(heap: Event[]): void {
  let parent = 0
  for (;;) {
    const left = 2 * parent + 1
    const right = left + 1
    const isRight = right < heap.length && isEarlier(heap[right] as Event, heap[left] as Event)
    const child = isRight ? right : left
    if (child >= heap.length || !swapIfEarlier(heap, child, parent)) return
    parent = child
  }
}

function swapIfEarlier(heap: Event[], child: number, parent: number): boolean {
  const below = heap[child] as Event
  const above = heap[parent] as Event
  if (!isEarlier(below, above)) return false
  heap[child] = above
  heap[parent] = below
  return true
}
