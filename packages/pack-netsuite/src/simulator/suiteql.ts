import { err, ok, type Result } from 'neverthrow'
import type { Problem } from './problem.js'

/** A query as far as the simulator understands SuiteQL: one table, AND of equalities and IN lists. */
export interface Query {
  readonly columns: readonly { readonly name: string; readonly alias: string }[]
  readonly table: string
  readonly conditions: readonly { readonly column: string; readonly values: readonly string[] }[]
  readonly orderBy: readonly string[]
}

interface Tokens {
  readonly all: readonly string[]
  at: number
}

const TOKEN = /\s*('(?:[^']|'')*'|[A-Za-z_][\w.]*|-?\d+(?:\.\d+)?|[(),=])/y

/** Reads `SELECT a, b AS c FROM t WHERE a IN ('x') AND b = 'y' ORDER BY a`, in any case. */
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
  const conditions = acceptWord(tokens, 'where') ? readConditions(tokens) : []
  let orderBy: string[] = []
  if (acceptWord(tokens, 'order')) {
    expectWord(tokens, 'by')
    orderBy = readList(tokens, () => columnName(take(tokens)))
  }
  if (tokens.at < tokens.all.length) throw new SyntaxError(`unexpected ${tokens.all[tokens.at]}`)
  return { columns, table, conditions, orderBy }
}

function readColumn(tokens: Tokens): { name: string; alias: string } {
  const name = columnName(take(tokens))
  return { name, alias: acceptWord(tokens, 'as') ? take(tokens).toLowerCase() : name }
}

function readConditions(tokens: Tokens): { column: string; values: string[] }[] {
  const conditions = [readCondition(tokens)]
  while (acceptWord(tokens, 'and')) conditions.push(readCondition(tokens))
  return conditions
}

function readCondition(tokens: Tokens): { column: string; values: string[] } {
  const column = columnName(take(tokens))
  if (acceptWord(tokens, '=')) return { column, values: [readLiteral(tokens)] }
  expectWord(tokens, 'in')
  expectWord(tokens, '(')
  const values = readList(tokens, readLiteral)
  expectWord(tokens, ')')
  return { column, values }
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
