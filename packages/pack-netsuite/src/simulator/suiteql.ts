import { err, ok, type Result } from 'neverthrow'
import type { Problem } from './problem.js'

/** A condition on one column, or several that hold all together (`and`) or in part (`or`). */
export type Condition =
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Condition[] }
  | {
      readonly kind: 'is'
      readonly column: string
      readonly operator: 'in' | '>' | '>='
      readonly values: readonly string[]
    }

/** A query as far as the simulator understands SuiteQL: one table, AND, OR, IN lists and comparisons. */
export interface Query {
  readonly columns: readonly { readonly name: string; readonly alias: string }[]
  readonly table: string
  readonly condition: Condition
  readonly orderBy: readonly string[]
}

interface Tokens {
  readonly all: readonly string[]
  at: number
}

const TOKEN = /\s*('(?:[^']|'')*'|[A-Za-z_][\w.]*|-?\d+(?:\.\d+)?|>=|[(),=>])/y

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
  const condition = acceptWord(tokens, 'where') ? readCondition(tokens, 'or') : EVERYTHING
  let orderBy: string[] = []
  if (acceptWord(tokens, 'order')) {
    expectWord(tokens, 'by')
    orderBy = readList(tokens, () => columnName(take(tokens)))
  }
  if (tokens.at < tokens.all.length) throw new SyntaxError(`unexpected ${tokens.all[tokens.at]}`)
  return { columns, table, condition, orderBy }
}

const EVERYTHING: Condition = { kind: 'and', parts: [] }

function readColumn(tokens: Tokens): { name: string; alias: string } {
  const name = acceptWord(tokens, 'builtin.df') ? readLabel(tokens) : columnName(take(tokens))
  return { name, alias: acceptWord(tokens, 'as') ? take(tokens).toLowerCase() : name }
}

/** What a reference shows: the column of its name. */
function readLabel(tokens: Tokens): string {
  expectWord(tokens, '(')
  const name = columnName(take(tokens))
  expectWord(tokens, ')')
  return `builtin_df_${name}`
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
  for (const operator of ['>=', '>'] as const) {
    if (acceptWord(tokens, operator)) {
      return { kind: 'is', column, operator, values: [readLiteral(tokens)] }
    }
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
  return (token.split('.').at(-1) as string).toLowerCase()
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
