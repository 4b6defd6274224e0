/** Makes plain objects of one kind. */
export type Roomy = new () => Record<string, unknown>

/**
 * A constructor of plain objects with room for fields that come one by one, under names which are known late.
 *
 * An empty literal has room for four. It moves all others into a list that is made anew as it grows, and becomes
 * a table, slow to read ever after, where they are many. Each kind of object has a constructor of its own, which
 * the engine fits to what it is used for.
 */
export function roomy(): Roomy {
  // the engine counts how often a constructor assigns to its object, whether or not it ever does, and adds as much
  function Plain(this: Record<string, unknown>, isFull?: true) {
    if (isFull !== true) return
    this['a'] = this['b'] = this['c'] = this['d'] = 0
    this['e'] = this['f'] = this['g'] = this['h'] = 0
  }
  Plain.prototype = Object.prototype
  return Plain as unknown as Roomy
}
