/** Values that outside systems have sent or could send, and that nothing may trip over. */
export function hostileValues(): unknown[] {
  const deep = JSON.parse(`${'['.repeat(2000)}1${']'.repeat(2000)}`)
  const cyclic: Record<string, unknown> = { id: 1 }
  cyclic['self'] = cyclic
  return [
    undefined,
    null,
    true,
    0,
    Number.NaN,
    '',
    'text',
    [],
    {},
    [null],
    { id: null },
    { id: {} },
    { id: '820982911946154508', line_items: 'none' },
    JSON.parse('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}'),
    JSON.parse('{"__proto__/polluted":1,"a/b":2,"~":3}'),
    { text: '\ud800', nul: '\u0000', rtl: '\u202e' },
    { huge: 'x'.repeat(1_000_000) },
    deep,
    { deep },
    cyclic,
  ]
}
