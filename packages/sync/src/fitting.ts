/** How many bodies of these sizes fit into `bytes`, from the first on; the first always does. */
export function withinBytes(sizes: readonly number[], bytes: number): number {
  let left = bytes
  const end = sizes.findIndex((size, index) => {
    left -= size
    return index > 0 && left < 0
  })
  return end < 0 ? sizes.length : end
}
