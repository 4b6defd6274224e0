// what a header line cannot hold as it is: control characters, what is not ASCII, blanks at the ends
const UNSAFE = /[^\x20-\x7e]|^ | $/
const ENCODED = /[^\x20-\x7e]+|%|^ +| +$/g
const UTF8 = new TextEncoder()

/** Whether a header line holds a text as it is. */
export function isPlain(text: string): boolean {
  return !UNSAFE.test(text)
}

/** A text percent-encoded, so that a header line holds it. */
export function encodedText(text: string): string {
  return text.replace(ENCODED, (part) => {
    const bytes = [...UTF8.encode(part)]
    return bytes.map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('')
  })
}

/** The text that was percent-encoded; what others wrote and is no such text stays as it is. */
export function decodedText(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
