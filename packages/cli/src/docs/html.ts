import { visible } from './visible.js'

/** A piece of a page whose text is escaped already. */
export interface Html {
  readonly html: string
}

/** What may stand in a piece of a page: text is escaped, pieces are taken as they are. */
export type Content = string | number | Html | undefined | false | readonly Content[]

/** A piece of a page; every text put into it is escaped, in elements and in quoted attributes alike. */
export function html(parts: TemplateStringsArray, ...values: readonly Content[]): Html {
  return { html: parts.map((part, index) => part + printed(values[index])).join('') }
}

function printed(content: Content): string {
  if (content === undefined || content === false) return ''
  if (typeof content === 'object') {
    return 'html' in content ? content.html : content.map(printed).join('')
  }
  return escapeText(String(content))
}

const NAMES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escapeText(text: string): string {
  return visible(text).replace(/[&<>"']/g, (sign) => NAMES[sign] ?? sign)
}
