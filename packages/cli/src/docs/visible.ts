const UNSEEN = /(?![\t\n\r])[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu

/** Text in which characters that nobody sees, and those that turn text around, are shown as such. */
export function visible(text: string): string {
  return text.replace(UNSEEN, '\ufffd')
}
