import { err, ok, type Result } from 'neverthrow'
import type { Problem } from './problem.js'

/** A condition on one column, or several that hold all together (`and`) or in part (`or`). */
export type Condition =
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Condition[] }
  | {
      readonly kind: 'is'
      readonly column: string
      readonly operator: 'in' | '<' | '>' | '>='
      readonly values: readonly string[]
    }

/** A selected column; `length` is how much of the moment is shown that TO_CHAR formats. */
interface Column {
  readonly name: string
  readonly alias: string
  readonly length?: number
}

/** A further table, whose rows are those where two columns are equal, and whatever else holds. */
export interface Join {
  readonly kind: 'inner' | 'left'
  readonly table: string
  readonly alias: string
  /** Equal columns, one of the table itself. */
  readonly on: readonly [string, string]
  readonly condition: Condition
}

/**
 * A query as far as the simulator understands SuiteQL: tables joined by equal columns, AND, OR, IN
 * lists and comparisons, names of references, and moments as ISO text.
 */
export interface Query {
  readonly columns: readonly Column[]
  readonly table: string
  readonly joins: readonly Join[]
  readonly condition: Condition
  readonly orderBy: readonly string[]
}

interface Tokens {
  readonly all: readonly string[]
  at: number
}

const TOKEN = /\s*('(?:[^']|'')*'|[A-Za-z_][\w.]*|-?\d+(?:\.\d+)?|>=|[(),=<>])/y

/** Reads `SELECT a, BUILTIN.DF(b) AS c FROM t WHERE a IN ('x') AND (b = 'y' OR b > 3) ORDER BY a`, in any case. */
export function parseQuery(text: string): Result<Query, Problem> {
  const all = tokensOf(text)
  if (!all) return err(invalidQuery('unexpected character'))
  try {
    return ok(readQuery({ all, at: 0 }))
  } catch (problem) {
    if (problem instanceof SyntaxError) return err(invalidQuery(problem.message))
    throw problem
  }
}

/** The refusal of a query that NetSuite cannot read. */
export function invalidQuery(reason: string): Problem {
  const detail = `Invalid search query. Detailed unprocessed description follows. ${reason}.`
  return { status: 400, code: 'INVALID_PARAMETER', detail }
}

function tokensOf(text: string): string[] | undefined {
  const tokens: string[] = []
  TOKEN.lastIndex = 0
  while (text.slice(TOKEN.lastIndex).trim() !== '') {
    const match = TOKEN.exec(text)
    if (!match) return undefined
    tokens.push(match[1] as string)
  }
  return tokens
}

function readQuery(tokens: Tokens): Query {
  expectWord(tokens, 'select')
  const columns = readList(tokens, readColumn)
  expectWord(tokens, 'from')
  const table = take(tokens).toLowerCase()
  const joins: Join[] = []
  for (let join = readJoin(tokens); join; join = readJoin(tokens)) joins.push(join)
  const condition = acceptWord(tokens, 'where') ? readCondition(tokens, 'or') : EVERYTHING
  let orderBy: string[] = []
  if (acceptWord(tokens, 'order')) {
    expectWord(tokens, 'by')
    orderBy = readList(tokens, () => columnName(take(tokens)))
  }
  if (tokens.at < tokens.all.length) throw new SyntaxError(`unexpected ${tokens.all[tokens.at]}`)
  return { columns, table, joins, condition, orderBy }
}

const EVERYTHING: Condition = { kind: 'and', parts: [] }

function readJoin(tokens: Tokens): Join | undefined {
  const kind = (['inner', 'left'] as const).find((word) => acceptWord(tokens, word))
  if (!kind) return undefined
  expectWord(tokens, 'join')
  const table = take(tokens).toLowerCase()
  const alias = acceptWord(tokens, 'on') ? table : take(tokens).toLowerCase()
  if (alias !== table) expectWord(tokens, 'on')
  const left = columnName(take(tokens))
  expectWord(tokens, '=')
  const right = columnName(take(tokens))
  const condition = acceptWord(tokens, 'and') ? readCondition(tokens, 'and') : EVERYTHING
  return { kind, table, alias, on: [left, right], condition }
}

function readColumn(tokens: Tokens): Column {
  const { name, length } = readExpression(tokens)
  const alias = acceptWord(tokens, 'as') ? take(tokens).toLowerCase() : lastPart(name)
  return { name, alias, ...(length !== undefined && { length }) }
}

function readExpression(tokens: Tokens): Pick<Column, 'name' | 'length'> {
  if (acceptWord(tokens, 'builtin.df')) {
    expectWord(tokens, '(')
    const name = columnName(take(tokens))
    expectWord(tokens, ')')
    return { name: labelOf('builtin_df', name) }
  }
  if (!acceptWord(tokens, 'to_char')) return { name: columnName(take(tokens)) }
  expectWord(tokens, '(')
  const name = columnName(take(tokens))
  const length = readFormat(tokens)
  return { name: labelOf('moment', name), length }
}

/** The rest of a function of a moment: its format, which says how many characters there are. */
function readFormat(tokens: Tokens): number {
  expectWord(tokens, ',')
  const format = readLiteral(tokens)
  expectWord(tokens, ')')
  const length = FORMATS[format]
  if (length === undefined) throw new SyntaxError(`the format ${format} is not known`)
  return length
}

const FORMATS: Readonly<Record<string, number>> = {
  'YYYY-MM-DD': 10,
  'YYYY-MM-DD HH24:MI:SS': 19,
}

/** The column beside another that shows it in another way: `t.builtin_df_item`. */
function labelOf(way: string, name: string): string {
  const column = lastPart(name)
  return `${name.slice(0, name.length - column.length)}${way}_${column}`
}

function readCondition(tokens: Tokens, kind: 'and' | 'or'): Condition {
  const read = () => (kind === 'or' ? readCondition(tokens, 'and') : readComparison(tokens))
  const parts = [read()]
  while (acceptWord(tokens, kind)) parts.push(read())
  const [first] = parts
  return parts.length === 1 && first ? first : { kind, parts }
}

function readComparison(tokens: Tokens): Condition {
  if (acceptWord(tokens, '(')) {
    const inner = readCondition(tokens, 'or')
    expectWord(tokens, ')')
    return inner
  }
  const column = columnName(take(tokens))
  for (const operator of ['>=', '>', '<'] as const) {
    if (acceptWord(tokens, operator)) return readBound(tokens, { column, operator })
  }
  if (acceptWord(tokens, '=')) {
    return { kind: 'is', column, operator: 'in', values: [readLiteral(tokens)] }
  }
  expectWord(tokens, 'in')
  expectWord(tokens, '(')
  const values = readList(tokens, readLiteral)
  expectWord(tokens, ')')
  return { kind: 'is', column, operator: 'in', values }
}

function readBound(
  tokens: Tokens,
  { column, operator }: { column: string; operator: '>=' | '>' | '<' },
): Condition {
  if (!acceptWord(tokens, 'to_date')) {
    return { kind: 'is', column, operator, values: [readLiteral(tokens)] }
  }
  expectWord(tokens, '(')
  const moment = readLiteral(tokens)
  readFormat(tokens)
  return { kind: 'is', column: labelOf('moment', column), operator, values: [moment] }
}

function readLiteral(tokens: Tokens): string {
  const token = take(tokens)
  if (/^-?\d/.test(token)) return token
  if (!token.startsWith("'")) throw new SyntaxError(`a value is expected, not ${token}`)
  return token.slice(1, -1).replaceAll("''", "'")
}

function readList<T>(tokens: Tokens, read: (tokens: Tokens) => T): T[] {
  const list = [read(tokens)]
  while (acceptWord(tokens, ',')) list.push(read(tokens))
  return list
}

function columnName(token: string): string {
  return token.toLowerCase()
}

function lastPart(name: string): string {
  return name.split('.').at(-1) as string
}

function take(tokens: Tokens): string {
  const token = tokens.all[tokens.at]
  if (token === undefined) throw new SyntaxError('the query ends early')
  tokens.at += 1
  return token
}

function acceptWord(tokens: Tokens, word: string): boolean {
  if (tokens.all[tokens.at]?.toLowerCase() !== word) return false
  tokens.at += 1
  return true
}

function expectWord(tokens: Tokens, word: string): void {
  if (!acceptWord(tokens, word)) throw new SyntaxError(`${word} is expected`)
}
