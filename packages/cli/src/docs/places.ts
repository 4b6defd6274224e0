/** A path as people write it: `lines[].ref` for a JSON Pointer. */
export function dotted(pointer: string): string {
  return pointer
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce((path, key) => (key === '*' ? `${path}[]` : path === '' ? key : `${path}.${key}`), '')
}

/** Keys below keys; a place where something is read has an end. */
interface Tree {
  readonly inside: Map<string, Tree>
  isEnd: boolean
}

/**
 * Several places of a document as one short text: `price, price_set.{shop_money, buyer_money}.amount`
 * for the JSON Pointers of all three.
 */
export function shortPlaces(pointers: readonly string[]): string {
  const root: Tree = { inside: new Map(), isEnd: false }
  for (const pointer of pointers) grow(root, pointer)
  return print(root)
    .map((text) => text.replace(/^\{([^{}]*)\}$/, '$1'))
    .join(', ')
}

function grow(root: Tree, pointer: string): void {
  let at = root
  for (const key of pointer.split('/').slice(1)) {
    const next = at.inside.get(key) ?? { inside: new Map(), isEnd: false }
    at.inside.set(key, next)
    at = next
  }
  at.isEnd = true
}

/** What stands below a tree, one text per group of keys that have the same below them. */
function print(tree: Tree): string[] {
  const groups = new Map<string, string[]>()
  for (const [key, child] of tree.inside) {
    const below = child.inside.size === 0 ? [] : print(child)
    for (const tail of [...(child.isEnd ? [''] : []), ...joined(below)]) {
      groups.set(tail, [...(groups.get(tail) ?? []), key])
    }
  }
  return [...groups].map(([tail, keys]) => `${group(keys)}${tail}`)
}

function joined(below: readonly string[]): string[] {
  if (below.length === 0) return []
  const text = group(below)
  return [text.startsWith('*') ? `[]${text.slice(1)}` : `.${text}`]
}

function group(keys: readonly string[]): string {
  return keys.length === 1 ? (keys[0] ?? '') : `{${keys.join(', ')}}`
}
