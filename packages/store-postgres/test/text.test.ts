import fc from 'fast-check'
import pg from 'pg'
import { afterAll, describe, expect, it } from 'vitest'
import { fromSql, toSql } from '../src/text.js'
import { SERVER, serverIsMissing } from './postgres-server.js'

const missing = await serverIsMissing()

// any code unit, so halves of pairs, too
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
)
const hard = [
  '',
  'NULL',
  '{a,"b"}',
  '\\',
  '\\n',
  'a\nb',
  ' a ',
  '\0',
  '\x01',
  '\x01\x02',
  '\u2028',
  '😀',
  '\ud83d',
  'a\ude00b',
  '\x01\x03d83d',
]

describe.skipIf(missing)(`texts on PostgreSQL${missing ? ` (${missing})` : ''}`, () => {
  const pool = new pg.Pool({ connectionString: SERVER, max: 1 })
  afterAll(() => pool.end())

  async function returned(values: readonly (string | null)[]): Promise<readonly unknown[]> {
    const { rows } = await pool.query<{ value: string | null }>(
      'SELECT value FROM unnest($1::text[]) WITH ORDINALITY AS n (value, place) ORDER BY place',
      [toSql(values)],
    )
    return rows.map(({ value }) => (value === null ? null : fromSql(value)))
  }

  it('come back from an array as they were, whatever characters they have', async () => {
    const property = fc.asyncProperty(fc.array(fc.option(text)), async (values) => {
      expect(await returned(values)).toEqual(values)
    })
    await fc.assert(property, { examples: [[[...hard, null]]] })
  })

  it('come back alone as in an array', async () => {
    for (const value of hard) {
      const { rows } = await pool.query<{ value: string }>('SELECT $1::text AS value', [
        toSql(value),
      ])
      expect(fromSql(rows[0]?.value ?? '-')).toBe(value)
    }
  })
})
