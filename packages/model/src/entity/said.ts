/** What one source says about one field; `undefined` where it leaves the field out. */
export interface Said {
  readonly connection: string
  readonly value: unknown
}
