/** A function that is being written: its lines, and names that nobody else uses. */
export interface Code {
  line(text: string): void
  /** A value that is made once, outside the function. */
  hoist(expression: string): string
  /** What was seen last at one place of the code, in its field `last`. */
  memory(): string
  /** A new variable that holds the value of an expression. */
  constant(expression: string): string
  name(): string
  text(): string
}

/** Values that functions share: expression → variable. */
export type Hoisted = Map<string, string>

/** Starts a function's code. */
export function createCode(hoisted: Hoisted): Code {
  const lines: string[] = []
  let count = 0
  const name = () => {
    count += 1
    return `v${count}`
  }
  const hoist = (expression: string) => {
    const variable = hoisted.get(expression) ?? `h${hoisted.size}`
    hoisted.set(expression, variable)
    return variable
  }
  return {
    line: (text) => lines.push(text),
    hoist,
    // each has a number of its own, so that no two places share one
    memory: () => hoist(`rt.memory(${hoisted.size})`),
    constant: (expression) => {
      const variable = name()
      lines.push(`const ${variable} = ${expression};`)
      return variable
    },
    name,
    text: () => lines.join('\n'),
  }
}

/**
 * A constructor of plain objects that have room for fields which come one by one. An empty literal has
 * room for four, and moves all others into a list that is made anew as it grows.
 */
export function roomFor(name: string, keys: readonly string[]): string {
  const fields = keys.map((key) => `this[${literal(key)}] = 0;`).join(' ')
  // the engine counts what a constructor gives to its object, whether or not it ever does
  return `function ${name}() { if (false) { ${fields} } }\n${name}.prototype = Object.prototype;`
}

/** Text as a literal that is safe in any place of a script. */
export function literal(text: string): string {
  return JSON.stringify(text).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')
}

/** A list of texts as a literal. */
export function literals(texts: readonly string[]): string {
  return `[${texts.map(literal).join(', ')}]`
}

/** A field of an object: its own, also where every object inherits the name. */
export function field(object: string, key: string): string {
  if (key in Object.prototype) return `rt.ownValue(${object}, ${literal(key)})`
  return `${object}[${literal(key)}]`
}

/** The question whether a rule said no; most of what it asks about are texts and numbers. */
export function isRefused(value: string): string {
  return `typeof ${value} === 'object' && ${value} !== null && rt.isRefusal(${value})`
}

/**
 * The question whether a value is a JSON object. What `JSON.parse` makes says so itself, and the engine knows it
 * from the shape that it looks at anyway; no text can say it of a list, since what is said is a function.
 */
export function isObject(value: string): string {
  return `(${isThere(value)} && (${value}.constructor === Object || rt.isJsonObject(${value})))`
}

/** The question whether a group has said what to write; most say it in an object of their own. */
export function isPut(put: string): string {
  return `(${isThere(put)} && (${put}.constructor === Object || rt.isPut(${put})))`
}

/** The question whether there is a value. */
export function isThere(value: string): string {
  return `${value} !== undefined && ${value} !== null`
}

/** The question whether two values are the same text. */
export function isSameText(a: string, b: string): string {
  return `typeof ${a} === 'string' && ${a} === ${b}`
}

/** Gives an object a field. */
export function setField(object: string, key: string, value: string): string {
  if (key === '__proto__') return `rt.setOwn(${object}, ${literal(key)}, ${value});`
  return `${object}[${literal(key)}] = ${value};`
}

/** An object literal; a key that would set the prototype is written as a computed one. */
export function objectLiteral(fields: readonly (readonly [key: string, value: string])[]): string {
  const name = (key: string) => (key === '__proto__' ? '["__proto__"]' : literal(key))
  return `{ ${fields.map(([key, value]) => `${name(key)}: ${value}`).join(', ')} }`
}
