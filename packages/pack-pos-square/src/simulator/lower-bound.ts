/** Where in a sorted list the first element stands that is not before what is looked for. */
export function lowerBound<T>(sorted: readonly T[], isBefore: (element: T) => boolean): number {
  let [from, to] = [0, sorted.length]
  while (from < to) {
    const middle = (from + to) >> 1
    if (isBefore(sorted[middle] as T)) from = middle + 1
    else to = middle
  }
  return from
}
