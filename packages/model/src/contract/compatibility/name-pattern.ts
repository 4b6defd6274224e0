const PREFIX = /^\^([\w-]+)(\$?)$/

/**
 * Whether a property name matches a pattern, or `undefined` where that would take running it.
 *
 * Patterns of strangers are never run: only `^text` and `^text$` are read.
 */
export function matchesName(pattern: string, name: string): boolean | undefined {
  const simple = PREFIX.exec(pattern)
  if (!simple) return undefined
  const [, text = '', end] = simple
  return end ? name === text : name.startsWith(text)
}
