/** Works on every item, on at most so many at a time; results are in the order of the items. */
export async function eachOf<Item, Outcome>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item) => Promise<Outcome>,
): Promise<Outcome[]> {
  const outcomes = new Map<number, Outcome>()
  const left = items.entries()
  const worker = async () => {
    for (const [index, item] of left) outcomes.set(index, await work(item))
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker))
  return items.map((_, index) => outcomes.get(index) as Outcome)
}
