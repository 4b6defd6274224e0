/**
 * Chance by name: the n-th draw under a label depends on the seed, the label and n alone.
 *
 * So a draw that is added or left out in one place shifts none elsewhere, and a run in which some
 * faults are left away meets the same chance in everything else.
 */
export interface Draws {
  /** The n-th number in [0, 1) under a label. */
  at(label: string, index: number): number
  /** The numbers under a label, one after the other. */
  stream(label: string): () => number
}

/** The chance of one seed. */
export function createDraws(seed: number): Draws {
  const seeded = mix(seed)
  const states = new Map<string, number>()
  const stateOf = (label: string) => {
    const known = states.get(label)
    if (known !== undefined) return known
    const state = hashOf(label) ^ seeded
    states.set(label, state)
    return state
  }
  const at = (label: string, index: number) => toUnit(mix(stateOf(label), index))
  return {
    at,
    stream: (label) => {
      const state = stateOf(label)
      let index = 0
      return () => toUnit(mix(state, index++))
    },
  }
}

// FNV-1a, 32 bits: http://www.isthe.com/chongo/tech/comp/fnv/
function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  }
  return hash
}

// the finalizer of MurmurHash3, public domain, by Austin Appleby
function mix(state: number, index = 0): number {
  let mixed = (state + Math.imul(index + 1, 0x9e3779b9)) | 0
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return mixed ^ (mixed >>> 16)
}

function toUnit(hash: number): number {
  return (hash >>> 0) / 4_294_967_296
}
