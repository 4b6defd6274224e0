/** A JSON object as it is answered. */
export type Wire = Readonly<Record<string, unknown>>
