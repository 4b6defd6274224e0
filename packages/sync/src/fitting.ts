/** How many things of these sizes fit into `most`, from the first on; the first always does. */
export function fitting(sizes: readonly number[], most: number): number {
  let left = most
  const end = sizes.findIndex((size, index) => {
    left -= size
    return index > 0 && left < 0
  })
  return end < 0 ? sizes.length : end
}
