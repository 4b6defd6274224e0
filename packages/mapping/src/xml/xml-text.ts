// Name of XML 1.0 (fifth edition), section 2.3
const START =
  ':A-Z_a-z\\u{C0}-\\u{D6}\\u{D8}-\\u{F6}\\u{F8}-\\u{2FF}\\u{370}-\\u{37D}\\u{37F}-\\u{1FFF}' +
  '\\u{200C}-\\u{200D}\\u{2070}-\\u{218F}\\u{2C00}-\\u{2FEF}\\u{3001}-\\u{D7FF}\\u{F900}-\\u{FDCF}' +
  '\\u{FDF0}-\\u{FFFD}\\u{10000}-\\u{EFFFF}'
const NAME = new RegExp(
  `^[${START}][${START}\\-.0-9\\u{B7}\\u{300}-\\u{36F}\\u{203F}-\\u{2040}]*$`,
  'u',
)
// Char of section 2.2, the other way round; lone halves of surrogate pairs are none
const NO_CHARACTER = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
}

/** Whether a text is the name of an element or an attribute. */
export function isXmlName(text: string): boolean {
  return NAME.test(text)
}

/** Whether XML can say every character of a text. */
export function isXmlText(text: string): boolean {
  return !NO_CHARACTER.test(text)
}

/** Where the first character stands that XML cannot say; −1 where there is none. */
export function endOfXmlText(text: string): number {
  return text.search(NO_CHARACTER)
}

/** Text between tags; a carriage return would be read as a new line, so it is written by number. */
export function escapeText(text: string): string {
  return text.replace(/[&<>\r]/g, escaped)
}

/** The value of an attribute, without its quotes; white space is written by number. */
export function escapeAttribute(value: string): string {
  return value.replace(/[&<"\t\n\r]/g, escaped)
}

function escaped(character: string): string {
  return ESCAPES[character] ?? character
}
