/** The middle of a list, or the mean of its two middle values; a list without values is a bug. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

/** The distance between the first and the third quartile as a share of the median. */
export function spread(values: readonly number[]): number {
  return (quantile(values, 0.75) - quantile(values, 0.25)) / median(values)
}

/** The value below which a share of the sorted list lies, interpolated between neighbours. */
export function quantile(values: readonly number[], share: number): number {
  if (values.length === 0) throw new Error('no values, no quantile')
  const sorted = [...values].sort((a, b) => a - b)
  const place = (sorted.length - 1) * share
  const [low, high] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]] as [number, number]
  return low + (high - low) * (place - Math.floor(place))
}
