/** Things and their moments: the earliest comes first, of one moment what was added first. */
export interface Agenda<T> {
  add(at: number, thing: T): void
  /** Takes the first thing out whose moment has come. */
  takeDue(now: number): T | undefined
  /** The first moment; `Infinity` where nothing is left. */
  nextAt(): number
}

interface Entry<T> {
  readonly at: number
  readonly order: number
  readonly thing: T
}

/** Takes the first things out whose moment has come, `most` of them or fewer. */
export function takeHandful<T>(
  agenda: Agenda<T>,
  { now, most }: { readonly now: number; readonly most: number },
): T[] {
  const due: T[] = []
  while (due.length < most) {
    const next = agenda.takeDue(now)
    if (next === undefined) break
    due.push(next)
  }
  return due
}

/** Opens an agenda: a binary heap, so that a backlog of a whole day costs no more per thing. */
export function createAgenda<T>(): Agenda<T> {
  const heap: Entry<T>[] = []
  let added = 0
  return {
    add(at, thing) {
      heap.push({ at, order: added, thing })
      added += 1
      rise(heap)
    },
    takeDue: (now) => (heap[0] !== undefined && heap[0].at <= now ? takeFirst(heap) : undefined),
    nextAt: () => heap[0]?.at ?? Infinity,
  }
}

function isBefore<T>(a: Entry<T>, b: Entry<T>): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order)
}

function rise<T>(heap: Entry<T>[]): void {
  let at = heap.length - 1
  const entry = heap[at] as Entry<T>
  while (at > 0) {
    const above = (at - 1) >> 1
    const parent = heap[above] as Entry<T>
    if (!isBefore(entry, parent)) break
    heap[at] = parent
    at = above
  }
  heap[at] = entry
}

function takeFirst<T>(heap: Entry<T>[]): T {
  const first = heap[0] as Entry<T>
  const last = heap.pop() as Entry<T>
  if (heap.length > 0) sink(heap, last)
  return first.thing
}

function sink<T>(heap: Entry<T>[], entry: Entry<T>): void {
  let at = 0
  for (;;) {
    const child = earlierChild(heap, at)
    const found = heap[child]
    if (found === undefined || !isBefore(found, entry)) break
    heap[at] = found
    at = child
  }
  heap[at] = entry
}

function earlierChild<T>(heap: readonly Entry<T>[], at: number): number {
  const left = 2 * at + 1
  const [a, b] = [heap[left], heap[left + 1]]
  return a !== undefined && b !== undefined && isBefore(b, a) ? left + 1 : left
}
