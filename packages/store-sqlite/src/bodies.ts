/** The bodies of some facts in one piece of memory. */
export interface Bodies {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** The length of each fact's body, -1 where there is none. */
  readonly lengths: readonly number[]
}

/** What may have a body. */
export interface WithBody {
  readonly body?: Uint8Array
}

/** Takes the bodies out of facts, so that bytes which are only a view of more are not copied with it. */
export function packBodies<Fact extends WithBody>(
  facts: readonly Fact[],
): { readonly facts: readonly Fact[]; readonly bodies: Bodies } {
  const lengths = facts.map(({ body }) => body?.length ?? -1)
  const bytes = new Uint8Array(lengths.reduce((sum, length) => sum + Math.max(0, length), 0))
  let at = 0
  const light = facts.map(({ body, ...fact }) => {
    if (body) bytes.set(body, at)
    at += body?.length ?? 0
    return fact as unknown as Fact
  })
  return { facts: light, bodies: { bytes, lengths } }
}

/** Gives facts their bodies back. */
export function unpackBodies<Fact extends WithBody>(
  facts: readonly Fact[],
  { bytes, lengths }: Bodies,
): readonly Fact[] {
  let at = 0
  return facts.map((fact, index) => {
    const length = lengths[index] ?? -1
    if (length < 0) return fact
    at += length
    return { ...fact, body: bytes.subarray(at - length, at) }
  })
}
