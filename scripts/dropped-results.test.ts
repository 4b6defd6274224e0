import ts from 'typescript-6'
import { describe, expect, it } from 'vitest'
import { droppedResults } from './dropped-results.js'

const FILE = `${import.meta.dirname}/virtual-results.ts`
const HEAD = `
import { err, ok, type Result, ResultAsync } from 'neverthrow'
type Outcome = Result<number, string>
type Promised = ResultAsync<number, string>
declare function push(): Result<number, string>
declare function outcome(): Outcome
declare function maybe(): Outcome | undefined
declare function promised(): Promised
declare function later(): Promise<Outcome>
class Ok { readonly own = true }
`
const options: ts.CompilerOptions = {
  strict: true,
  noEmit: true,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  target: ts.ScriptTarget.ES2022,
  types: [],
}

/** The lines of a text that drop a Result, counted from its first one. */
function linesIn(text: string): number[] {
  const host = ts.createCompilerHost(options)
  const { fileExists, readFile } = host
  const known = HEAD + text
  host.fileExists = (name) => name === FILE || fileExists(name)
  host.readFile = (name) => (name === FILE ? known : readFile(name))
  const before = HEAD.split('\n').length - 1
  return droppedResults(ts.createProgram([FILE], options, host)).map(({ line }) => line - before)
}

describe('the check of dropped Results', () => {
  it('finds statements whose Result nobody keeps, promised ones as well', () => {
    expect(linesIn("push()\nok(1)\nerr('x')\npromised()\nawait promised()\nawait later()")).toEqual(
      [1, 2, 3, 4, 5, 6],
    )
  })

  it('finds a Result behind the name of a type, or one that may be there', () => {
    expect(linesIn('outcome()\nmaybe()')).toEqual([1, 2])
  })

  it('lets a Result pass that is assigned, returned, or given on', () => {
    const text = `
let kept: Outcome | undefined
kept = push()
kept ??= outcome()
const own = { kept }
own.kept = outcome()
void push()
String(push())
function both() { return push() }
push().match(String, String)`
    expect(linesIn(text)).toEqual([])
  })

  it('does not take a class of the same name for one', () => {
    expect(linesIn('new Ok()')).toEqual([])
  })
})
