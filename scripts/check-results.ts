/** Fails when a statement drops a neverthrow Result: a dropped Result is a swallowed failure. */
import { relative } from 'node:path'
import ts from 'typescript-6'

const { fileNames, options } = ts.parseJsonConfigFileContent(
  ts.readConfigFile('tsconfig.json', ts.sys.readFile).config,
  ts.sys,
  process.cwd(),
)
const program = ts.createProgram(fileNames, options)
const checker = program.getTypeChecker()

for (const file of program.getSourceFiles()) {
  if (!file.fileName.includes('node_modules')) visit(file, file)
}

function visit(node: ts.Node, file: ts.SourceFile): void {
  if (ts.isExpressionStatement(node) && isResult(node.expression)) report(node, file)
  ts.forEachChild(node, (child) => visit(child, file))
}

function isResult(expression: ts.Expression): boolean {
  const type = checker.getTypeAtLocation(expression)
  const awaited = checker.getAwaitedType(type) ?? type
  return [type, awaited].some(({ aliasSymbol, symbol }) =>
    ['Result', 'ResultAsync', 'Ok', 'Err'].includes((aliasSymbol ?? symbol)?.name ?? ''),
  )
}

function report(node: ts.Node, file: ts.SourceFile): void {
  const { line } = file.getLineAndCharacterOfPosition(node.getStart())
  console.error(`${relative('.', file.fileName)}:${line + 1} drops a Result`)
  process.exitCode = 1
}
