// https://www.postgresql.org/docs/15/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS
const MOST_BYTES = 63

/**
 * Throws for a name that no schema can have. One that is too long would be cut off by the server
 * without a word, so that two services with long names would share their tables.
 */
export function checkSchemaName(schema: string): void {
  if (schema === '')
    throw new TypeError('the schema needs a name: leave the option out, or name it')
  if (/\0|\p{Surrogate}/u.test(schema)) {
    throw new TypeError('the name of the schema has characters that PostgreSQL does not take')
  }
  const { length } = Buffer.from(schema)
  if (length > MOST_BYTES) {
    const limit = `has ${length} bytes, and PostgreSQL takes ${MOST_BYTES}: shorten it`
    throw new TypeError(`the schema "${schema}" ${limit}`)
  }
  if (schema.startsWith('pg_')) {
    throw new TypeError(`PostgreSQL keeps names that begin with pg_: call "${schema}" otherwise`)
  }
}
