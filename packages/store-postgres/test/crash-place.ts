/** Where the state of a crash run lies. */
export interface PostgresPlace {
  readonly url: string
  readonly schema: string
}

/** A place as the one text that the processes of a crash run are told. */
export function locationOf({ url, schema }: PostgresPlace): string {
  return `${schema} ${url}`
}

export function placeOf(location: string): PostgresPlace {
  const [schema = '', url = ''] = location.split(' ')
  return { url, schema }
}
