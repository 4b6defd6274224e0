// what a header line cannot hold as it is: control characters, what is not ASCII, blanks at the ends
const UNSAFE = /[^\x20-\x7e]|%|^ | $/
const ENCODED = /[^\x20-\x7e]+|%|^ +| +$/g
const ESCAPE = /%[0-9A-F]{2}/
const UTF8 = new TextEncoder()

/** A text as the value of a header: percent-encoded where it must be, as CloudEvents does. */
export function headerText(text: string): string {
  return UNSAFE.test(text) ? text.replace(ENCODED, escaped) : text
}

/** The text that was written as a header's value. */
export function textOfHeader(value: string): string {
  return ESCAPE.test(value) ? decodeURIComponent(value) : value
}

function escaped(part: string): string {
  const bytes = [...UTF8.encode(part)]
  return bytes.map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('')
}
