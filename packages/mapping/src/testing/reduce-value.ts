import { isJsonObject, setOwn } from '../wire/json.js'

const MOST_TRIES = 2000

/**
 * The smallest value that is still of a kind, found by leaving out fields and elements, one by one
 * and for as long as that works. What is left is part of the given value, in its order.
 */
export function reduceValue(value: unknown, isStill: (smaller: unknown) => boolean): unknown {
  const tries = { left: MOST_TRIES }
  return reduced(value, (smaller) => {
    tries.left -= 1
    return tries.left > 0 && isStill(smaller)
  })
}

function reduced(value: unknown, isStill: (smaller: unknown) => boolean): unknown {
  if (Array.isArray(value)) return reducedList(value, isStill)
  if (!isJsonObject(value)) return value
  let kept = { ...value }
  for (const key of Object.keys(value)) {
    const { [key]: field, ...rest } = kept
    if (isStill(rest)) {
      kept = rest
      continue
    }
    const withField = fieldOf(kept, key)
    kept = withField(reduced(field, (smaller) => isStill(withField(smaller))))
  }
  return kept
}

/** Replaces one field of an object, which keeps its place among the others. */
function fieldOf(whole: Readonly<Record<string, unknown>>, key: string) {
  return (value: unknown) => {
    const copy = { ...whole }
    setOwn(copy, key, value)
    return copy
  }
}

function reducedList(value: readonly unknown[], isStill: (smaller: unknown) => boolean): unknown[] {
  let kept = [...value]
  for (let index = kept.length - 1; index >= 0; index -= 1) {
    const rest = kept.toSpliced(index, 1)
    if (isStill(rest)) kept = rest
    else {
      const inner = reduced(kept[index], (smaller) => isStill(kept.with(index, smaller)))
      kept = kept.with(index, inner)
    }
  }
  return kept
}
