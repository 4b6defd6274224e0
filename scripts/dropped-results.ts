import ts from 'typescript-6'

/** A statement that drops a Result; lines are counted from 1. */
export interface DroppedResult {
  readonly file: string
  readonly line: number
}

/** The statements of a program, its dependencies apart, whose value is a neverthrow Result that nobody keeps. */
export function droppedResults(program: ts.Program): readonly DroppedResult[] {
  const checker = program.getTypeChecker()
  return program
    .getSourceFiles()
    .filter(({ fileName }) => !fileName.includes('node_modules'))
    .flatMap((file) =>
      statementsIn(file)
        .filter(({ expression }) => !isAssignment(expression) && isResult(expression, checker))
        .map((node) => {
          const { line } = file.getLineAndCharacterOfPosition(node.getStart(file))
          return { file: file.fileName, line: line + 1 }
        }),
    )
}

function statementsIn(node: ts.Node): ts.ExpressionStatement[] {
  const inside: ts.ExpressionStatement[] = ts.isExpressionStatement(node) ? [node] : []
  ts.forEachChild(node, (child) => {
    inside.push(...statementsIn(child))
  })
  return inside
}

// the value of an assignment is kept where it is assigned
function isAssignment(expression: ts.Expression): boolean {
  if (!ts.isBinaryExpression(expression)) return false
  const { kind } = expression.operatorToken
  return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment
}

function isResult(expression: ts.Expression, checker: ts.TypeChecker): boolean {
  const type = checker.getTypeAtLocation(expression)
  const awaited = checker.getAwaitedType(type) ?? type
  return [type, awaited].some((one) => membersOf(one).some(isOfNeverthrow))
}

// an alias of any name is the union or the class that it stands for
function membersOf(type: ts.Type): readonly ts.Type[] {
  return type.isUnion() ? type.types : [type]
}

function isOfNeverthrow({ symbol }: ts.Type): boolean {
  if (!['ResultAsync', 'Ok', 'Err'].includes(symbol?.name ?? '')) return false
  const { declarations = [] } = symbol
  return declarations.some((declared) => declared.getSourceFile().fileName.includes('/neverthrow/'))
}
