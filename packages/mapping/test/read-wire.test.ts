import { readWire, WireNumber, writeWire } from '@canonry/mapping'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseWire } from '../src/wire/parse-wire.js'

const read = (text: string) => readWire(text)._unsafeUnwrap()

describe('readWire', () => {
  it.each([
    ['9007199254740991', 9007199254740991],
    ['-9007199254740991', -9007199254740991],
    ['19.99', 19.99],
    ['1.50', 1.5],
    ['1e3', 1000],
    ['0.19', 0.19],
    ['123456789012.345', 123456789012.345],
  ])('reads %s as a double, which holds it exactly', (text, number) => {
    expect(read(text)).toBe(number)
  })

  it.each([
    '9007199254740992',
    '9223372036854775807',
    '-9223372036854775808',
    '820982911946154508',
    '12345678901234567890',
    '10000000000000000000',
    '0.1234567890123456',
    '123456789012345.67',
    '1.000000000000000000001',
    '1e400',
    '-1E+999999',
    '1e-400',
    '1e22',
  ])('keeps %s as text, since a double does not hold it', (text) => {
    expect(read(`{"a":[${text}]}`)).toEqual({ a: [new WireNumber(text)] })
    expect(writeWire(read(`{"a":[${text}]}`))).toBe(`{"a":[${text}]}`)
  })

  it('leaves digits in strings alone', () => {
    const text =
      '{"id":"gid://shopify/Order/820982911946154508","n":"1e400, \\"12345678901234567890"}'
    expect(read(text)).toEqual(JSON.parse(text))
  })

  it('refuses deep nesting, whatever else the text is', () => {
    const bomb = '['.repeat(100_000)
    expect(readWire(bomb)._unsafeUnwrapErr()).toEqual({ kind: 'too-deep', depth: 64 })
    expect(readWire(`${'['.repeat(65)}${']'.repeat(65)}`).isErr()).toBe(true)
    expect(readWire(`${'['.repeat(64)}${']'.repeat(64)}`).isOk()).toBe(true)
    expect(readWire('{"a":{"b":1}}', { depth: 1 }).isErr()).toBe(true)
  })

  it('counts the levels of a text, with numbers at risk and without', () => {
    const nested = fc.integer({ min: 0, max: 12 }).chain((levels) =>
      fc.record({
        levels: fc.constant(levels),
        opens: fc.array(fc.constantFrom('[', '[1,', '[[],', '{"a":', '{"b":{},"a":'), {
          minLength: levels,
          maxLength: levels,
        }),
        inside: fc.constantFrom('1', '12345678901234567890', '1e400', '"]}"'),
      }),
    )
    fc.assert(
      fc.property(nested, fc.integer({ min: 1, max: 12 }), ({ levels, opens, inside }, depth) => {
        const closes = opens.map((open) => (open.startsWith('[') ? ']' : '}')).reverse()
        const beside = opens.some((open) => open.includes('[]') || open.includes('{}'))
        const text = [...opens, inside, ...closes].join('')
        const last = opens.at(-1)
        const deepest = beside && /\[\]|\{\}/.test(last ?? '') ? levels + 1 : levels
        expect(readWire(text, { depth }).isErr()).toBe(deepest > depth)
      }),
      { numRuns: 1000 },
    )
  })

  it('does not count brackets inside strings', () => {
    expect(read(`{"a":"${'['.repeat(100)}\\"${'{'.repeat(100)}"}`)).toBeDefined()
  })

  it('never lets a caller ask for more depth than the stack holds', () => {
    const deep = `${'['.repeat(100_000)}12345678901234567890${']'.repeat(100_000)}`
    const refusal = { kind: 'too-deep', depth: 512 }
    expect(readWire(deep, { depth: Number.POSITIVE_INFINITY })._unsafeUnwrapErr()).toEqual(refusal)
  })

  it.each([
    ['', 0, 'a value'],
    ['{"name":"Zoë",}', 14, 'a string'],
    ['[1 2]', 3, 'a comma or the end of the list'],
    ['{"a" 1}', 5, 'a colon'],
    ['{"a":1', 6, 'a comma or the end of the object'],
    ['[1]x', 3, 'the end'],
    ['"abc', 0, 'a string'],
    ['"\\x"', 0, 'a string'],
    ['tru', 0, 'a value'],
    ['[01]', 2, 'a comma or the end of the list'],
    ['\ufeff{}', 0, 'a value'],
  ])('says where %j stops being JSON', (text, at, what) => {
    const message = `expected ${what} at character ${at}`
    expect(readWire(text)._unsafeUnwrapErr()).toEqual({ kind: 'not-json', message, at })
  })

  it('keeps a key named __proto__ as an own field, on both paths', () => {
    for (const number of ['1', '12345678901234567890']) {
      const value = read(`{"__proto__":{"polluted":${number}}}`) as object
      expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
      expect(Object.keys(value)).toEqual(['__proto__'])
    }
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
  })

  it('takes the last of equal keys, on both paths', () => {
    expect(read('{"a":1,"a":2}')).toEqual({ a: 2 })
    expect(read('{"a":12345678901234567890,"a":2}')).toEqual({ a: 2 })
  })

  it('agrees with JSON.parse on every text, except for numbers at risk', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const [plain, careful] = [read(text), readWire(`[${text},1e400]`)._unsafeUnwrap()]
        expect(asDoubles(plain)).toEqual(JSON.parse(text))
        expect(asDoubles((careful as unknown[])[0])).toEqual(JSON.parse(text))
      }),
    )
  })

  it.each([
    ['9007199254740993', '9007199254740992'],
    ['9007199254740992', '9007199254740994'],
    ['-9007199254740992', '9007199254740992'],
  ])('keeps %s and %s apart', (a, b) => {
    const text = `{"a":${a},"b":${b},"c":[${b},${a},1],"d":"${a}"}`
    expect(writeWire(read(text))).toBe(text)
  })

  it('keeps a number that is the whole text', () => {
    for (const text of ['12345678901234567890', '-0.12345678901234567', ' 1e400', '1e-400']) {
      expect(read(text)).toEqual(new WireNumber(text.trim()))
    }
  })

  // any row of these characters is a number, several, or none
  const soup = fc
    .array(fc.constantFrom(...'0123456789..eE+--', '000', '12345678901234567890', '1e400'), {
      maxLength: 12,
    })
    .map((parts) => parts.join(''))

  it('reads numbers of every form as a parser does that looks at each of them', () => {
    fc.assert(
      fc.property(fc.array(soup, { minLength: 1, maxLength: 3 }), (numbers) => {
        for (const text of [
          `[${numbers}]`,
          numbers.join(' , '),
          `{"a":${numbers.join(',"b":')}}`,
        ]) {
          expect(readWire(text)).toEqual(parseWire(text))
          expect(readWire(text).isOk()).toBe(isJson(text))
        }
      }),
      { numRuns: 5000 },
    )
  })

  it('accepts exactly what JSON.parse accepts', () => {
    const nearly = fc
      .tuple(
        fc.json(),
        fc.nat(),
        fc.constantFrom('', ',', '"', '\\', '}', '1', ' ', '\n', '-', '.'),
      )
      .map(([text, at, junk]) => {
        const cut = at % (text.length + 1)
        return text.slice(0, cut) + junk + text.slice(cut + 1)
      })
    fc.assert(
      fc.property(fc.oneof(nearly, fc.string()), (text) => {
        expect(readWire(text).isOk()).toBe(isJson(text))
        expect(readWire(`[1e400,${text}]`).isOk()).toBe(isJson(`[1e400,${text}]`))
      }),
      { numRuns: 1000 },
    )
  })
})

describe('writeWire', () => {
  it('gives back any JSON text, digit by digit', () => {
    const numbers = fc.oneof(
      fc.bigInt().map(String),
      fc.tuple(fc.bigInt(), fc.stringMatching(/^[0-9]{0,30}[1-9]$/)).map(([a, b]) => `${a}.${b}`),
      fc
        .tuple(fc.bigInt({ min: 1n }), fc.integer({ min: 400, max: 9999 }))
        .map(([a, b]) => `${a}e${b}`),
    )
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        numbers,
        fc.string().map((text) => JSON.stringify(text)),
        fc.constantFrom('true', 'false', 'null'),
        fc.array(tie('value')).map((items) => `[${items.join(',')}]`),
        fc
          .uniqueArray(fc.tuple(fc.stringMatching(/^[a-z_]+$/), tie('value')), {
            selector: ([key]) => key,
          })
          .map((fields) => `{${fields.map(([key, field]) => `"${key}":${field}`).join(',')}}`),
      ),
    }))
    fc.assert(
      fc.property(value as fc.Arbitrary<string>, (text) => {
        expect(writeWire(read(text))).toBe(text)
      }),
    )
  })

  it('leaves out undefined fields, beside kept numbers too', () => {
    expect(writeWire({ a: undefined, b: 1 })).toBe('{"b":1}')
    expect(writeWire({ a: undefined, b: new WireNumber('1e400') })).toBe('{"b":1e400}')
    expect(writeWire(undefined)).toBe('null')
  })

  it('is not needed for the digits: JSON.stringify keeps them as text', () => {
    expect(JSON.stringify({ id: new WireNumber('12345678901234567890') })).toBe(
      '{"id":"12345678901234567890"}',
    )
  })
})

function asDoubles(value: unknown): unknown {
  if (value instanceof WireNumber) return Number(value.text)
  if (Array.isArray(value)) return value.map(asDoubles)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, asDoubles(field)]))
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
