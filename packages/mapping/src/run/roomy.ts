/** Makes plain objects of one kind. */
export type Roomy = new () => Record<string, unknown>

// an empty literal holds four, and begins a list for more
const FEW = 5

/**
 * A constructor of plain objects with room for fields that come one by one, under names which are known late;
 * `undefined` where they are so few that an empty literal is quicker.
 *
 * An empty literal moves what it has no room for into a list that is made anew as it grows, and becomes a table,
 * slow to read ever after, where they are many. Each kind of object has a constructor of its own, which the engine
 * fits to what it is used for.
 */
export function roomy(fields: number): Roomy | undefined {
  if (fields <= FEW) return undefined
  // the engine counts how often a constructor assigns to its object, whether or not it ever does, and adds as much
  function Plain(this: Record<string, unknown>, isFull?: true) {
    if (isFull !== true) return
    this['a'] = this['b'] = this['c'] = this['d'] = 0
    this['e'] = this['f'] = this['g'] = this['h'] = 0
  }
  Plain.prototype = Object.prototype
  return Plain as unknown as Roomy
}

/** An object without fields, and room for those that it will have. */
export function emptyOf(Kind: Roomy | undefined): Record<string, unknown> {
  return Kind === undefined ? {} : new Kind()
}
