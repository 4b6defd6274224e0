/** What a part of a date pattern stands for. */
export type DatePart =
  | 'year'
  | 'month'
  | 'day'
  | 'weekday'
  | 'hour'
  | 'minute'
  | 'second'
  | 'fraction'
  | 'offset'

/** One field of a date pattern: how it is written, and its digits as ISO 8601 has them. */
export interface DateToken {
  readonly part: DatePart
  /** The regular expression of what is written, without groups that capture. */
  readonly form: string
  readonly read: (written: string) => string
  readonly print: (part: string) => string
}

/** The days of the week, as dates of mail and HTTP name them. */
export const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

const same = (text: string) => text
const padded = (text: string) => text.padStart(2, '0')
const bare = (text: string) => text.replace(/^0/, '')

/** The fields that patterns know: a subset of the date field symbols of Unicode (UTS 35), each exact. */
export const DATE_TOKENS: Readonly<Record<string, DateToken>> = {
  yyyy: token('year', '\\d{4}'),
  MMM: token('month', MONTHS.join('|'), {
    read: (name) => padded(String(MONTHS.indexOf(name) + 1)),
    print: (month) => MONTHS[Number(month) - 1] ?? '',
  }),
  MM: token('month', '0[1-9]|1[0-2]'),
  M: token('month', '[1-9]|1[0-2]', { read: padded, print: bare }),
  dd: token('day', '0[1-9]|[12]\\d|3[01]'),
  d: token('day', '[1-9]|[12]\\d|3[01]', { read: padded, print: bare }),
  EEE: token('weekday', WEEKDAYS.join('|')),
  HH: token('hour', '[01]\\d|2[0-3]'),
  H: token('hour', '\\d|1\\d|2[0-3]', { read: padded, print: bare }),
  mm: token('minute', '[0-5]\\d'),
  ss: token('second', '[0-5]\\d'),
  '[.S]': token('fraction', '(?:\\.\\d+)?'),
  xx: token('offset', '[+-](?:[01]\\d|2[0-3])[0-5]\\d', {
    read: (offset) => `${offset.slice(0, 3)}:${offset.slice(3)}`,
    print: (offset) => (offset === 'Z' ? '+0000' : offset.replace(':', '')),
  }),
  XXX: token('offset', 'Z|[+-](?:[01]\\d|2[0-3]):[0-5]\\d'),
}

function token(
  part: DatePart,
  form: string,
  { read = same, print = same }: Partial<DateToken> = {},
): DateToken {
  return { part, form, read, print }
}
