import type { Node, Site } from './node.js'

const SOURCE: unique symbol = Symbol('source')

type Placing = (site: Site) => Node
type Traced = Node & { readonly [SOURCE]?: Error }

let isTracing = false

/**
 * From here on every rule that is declared remembers the lines of code that declare it.
 *
 * Kits for tests turn it on before mappings are imported; it never is in production, where
 * remembering would cost a stack trace per rule.
 */
export function traceRules(): void {
  isTracing = true
}

/** A rule that remembers its lines, where somebody asked for them. */
export function traced(place: Placing): Placing {
  if (!isTracing) return place
  // its text, which is what costs, is made where it is asked for
  const declared = new Error('a rule is declared here')
  return (site) => {
    const node: Traced = { ...place(site), [SOURCE]: declared }
    return node
  }
}

/**
 * The lines of code that declare a rule, `file:line:column`, the innermost first: a rule that a
 * function of the pack makes has its own line and that of the call. Empty where nobody traced.
 */
export function sourceOf(node: Node): readonly string[] {
  const declared = (node as Traced)[SOURCE]
  return declared ? callingLines(declared) : []
}

const FRAME = /\(?((?:file:\/\/)?[^\s()]+:\d+:\d+)\)?$/

/** The lines between the words of this package and its `mapping`: those of the author. */
function callingLines({ stack = '' }: Error): readonly string[] {
  const frames = stack.split('\n').flatMap((line) => FRAME.exec(line)?.[1] ?? [])
  const folder = folderOf(frames[0] ?? '')
  const from = frames.findIndex((frame) => folderOf(frame) !== folder)
  const own = frames.slice(from)
  const end = own.findIndex((frame) => folderOf(frame) === folder)
  return (end < 0 ? own.slice(0, 1) : own.slice(0, end)).map((frame) =>
    frame.replace(/^file:\/\//, ''),
  )
}

function folderOf(frame: string): string {
  return frame.slice(0, frame.lastIndexOf('/'))
}
