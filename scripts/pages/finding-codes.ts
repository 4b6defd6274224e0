/** Reads out of the source of a check which findings it can make, and what each of them says. */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import ts from 'typescript-6'

/** A finding that a check can make; `‹…›` stands for what is known only when it is made. */
export interface PossibleFinding {
  readonly code: string
  readonly message: string
}

/** What one file declares and takes from others. */
interface Source {
  readonly functions: ReadonlyMap<string, ts.FunctionDeclaration>
  /** Names that come from other files, and those files. */
  readonly names: ReadonlyMap<string, string>
}

const read = new Map<string, Source>()

/** All findings of a function that a file declares or exports, and of the functions that it calls. */
export function possibleFindings(file: string, name: string): readonly PossibleFinding[] {
  const found = new Map<string, PossibleFinding>()
  visitFunction({ file, name, seen: new Set(), found })
  return [...found.values()]
}

/** The first sentence of a function's documentation. */
export function summaryOf(file: string, name: string): string {
  const source = sourceOf(file)
  const from = source.names.get(name)
  if (from) return summaryOf(from, name)
  const [doc] = ts.getJSDocCommentsAndTags(source.functions.get(name) as ts.Node)
  const text = typeof doc?.comment === 'string' ? doc.comment : ''
  return (text.split('\n\n')[0] ?? '').replaceAll('\n', ' ')
}

interface Search {
  readonly file: string
  readonly name: string
  readonly seen: Set<string>
  readonly found: Map<string, PossibleFinding>
}

function visitFunction({ file, name, seen, found }: Search): void {
  const key = `${file}#${name}`
  if (seen.has(key)) return
  seen.add(key)
  const { functions, names } = sourceOf(file)
  const from = names.get(name)
  if (from) visitFunction({ file: from, name, seen, found })
  const declared = functions.get(name)
  if (!declared) return
  visit(declared, (node) => {
    for (const finding of findingsAt(node)) found.set(JSON.stringify(finding), finding)
    if (ts.isIdentifier(node) && node.text !== name) {
      visitFunction({ file, name: node.text, seen, found })
    }
  })
}

/** The finding that an object literal is, or that a call makes of its code and message. */
function findingsAt(node: ts.Node): readonly PossibleFinding[] {
  if (ts.isObjectLiteralExpression(node)) {
    const [code, message] = ['code', 'message'].map((name) => propertyOf(node, name))
    return code && ts.isStringLiteral(code) ? [{ code: code.text, message: said(message) }] : []
  }
  // a local function that is handed the code, the place and the message
  if (ts.isCallExpression(node) && node.expression.getText() === 'found') {
    const [code, , message] = node.arguments
    return code && ts.isStringLiteral(code) ? [{ code: code.text, message: said(message) }] : []
  }
  return []
}

function propertyOf(literal: ts.ObjectLiteralExpression, name: string): ts.Expression | undefined {
  const property = literal.properties.find((each) => each.name?.getText() === name)
  if (property && ts.isPropertyAssignment(property)) return property.initializer
  return property && ts.isShorthandPropertyAssignment(property) ? property.name : undefined
}

function said(message: ts.Expression | undefined): string {
  if (!message) return ''
  if (ts.isStringLiteralLike(message)) return message.text
  if (ts.isTemplateExpression(message)) {
    const spans = message.templateSpans.map(
      ({ expression, literal }) => `‹${inWords(expression)}›${literal.text}`,
    )
    return [message.head.text, ...spans].join('')
  }
  if (ts.isConditionalExpression(message)) {
    return `${said(message.whenTrue)}, or: ${said(message.whenFalse)}`
  }
  return ts.isIdentifier(message) ? said(constantAbove(message)) : '…'
}

/** What stands for a value that is known only when a finding is made: `‹money›` for its print. */
function inWords(value: ts.Expression): string {
  if (ts.isIdentifier(value))
    return value.text.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
  if (ts.isPropertyAccessExpression(value)) return inWords(value.name as ts.Identifier)
  const [first] = ts.isCallExpression(value) ? value.arguments : []
  return first ? inWords(first) : '…'
}

/** What the nearest constant of this name, above its use, was made as. */
function constantAbove(name: ts.Identifier): ts.Expression | undefined {
  const found: ts.Expression[] = []
  visit(name.getSourceFile(), (node) => {
    const isNamed = ts.isVariableDeclaration(node) && node.name.getText() === name.text
    if (isNamed && node.pos < name.pos && node.initializer) found.push(node.initializer)
  })
  return found.at(-1)
}

function visit(node: ts.Node, see: (node: ts.Node) => void): void {
  see(node)
  ts.forEachChild(node, (child) => visit(child, see))
}

function sourceOf(file: string): Source {
  const known = read.get(file)
  if (known) return known
  const tree = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2022, true)
  const functions = tree.statements
    .filter(ts.isFunctionDeclaration)
    .map((declared) => [declared.name?.text ?? '', declared] as const)
  const names = tree.statements.flatMap((statement) => namesFrom(file, statement))
  const source = { functions: new Map(functions), names: new Map(names) }
  read.set(file, source)
  return source
}

/** The names that an `import … from` or `export … from` brings, and the file that they come from. */
function namesFrom(file: string, statement: ts.Statement): (readonly [string, string])[] {
  const isPassing = ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement)
  if (!isPassing || !statement.moduleSpecifier) return []
  const from = join(dirname(file), statement.moduleSpecifier.getText().slice(1, -1))
  const target = from.replace(/\.js$/, '.ts')
  if (!existsSync(target)) return []
  const names: (readonly [string, string])[] = []
  visit(statement, (node) => {
    const isName = ts.isImportSpecifier(node) || ts.isExportSpecifier(node)
    if (isName) names.push([node.name.text, target])
  })
  return names
}
