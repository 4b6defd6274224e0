/**
 * The smallest list that still fails, found by leaving parts away: delta debugging, with halves
 * first and single elements in the end.
 */
export async function shrinkList<T>(
  list: readonly T[],
  stillFails: (part: readonly T[]) => Promise<boolean>,
): Promise<readonly T[]> {
  if (list.length > 0 && (await stillFails([]))) return []
  let kept = list
  for (
    let size = Math.ceil(list.length / 2);
    size >= 1;
    size = size === 1 ? 0 : Math.ceil(size / 2)
  ) {
    kept = await leaveAway(kept, { size, stillFails })
  }
  return kept
}

async function leaveAway<T>(
  list: readonly T[],
  { size, stillFails }: { size: number; stillFails: (part: readonly T[]) => Promise<boolean> },
): Promise<readonly T[]> {
  let kept = list
  for (let start = 0; start < kept.length; ) {
    const without = [...kept.slice(0, start), ...kept.slice(start + size)]
    if (without.length < kept.length && (await stillFails(without))) kept = without
    else start += size
  }
  return kept
}
