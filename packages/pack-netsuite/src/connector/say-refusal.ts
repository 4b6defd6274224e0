import type { Ref } from '@canonry/model'
import type { Failure } from '@canonry/pack'

/** What one entry of `o:errorDetails` says. */
export interface ErrorDetail {
  readonly code: string
  readonly detail: string
  readonly path?: string
}

// the English text is the only cause that NetSuite gives: these are the ones seen on live accounts
const INVALID_VALUE =
  /You have entered an Invalid Field Value (-?\d+) for the following field: (\w{1,60})/
const MISSING_VALUE = /Please enter value\(s\) for: ([A-Za-z][\w /&-]{0,80})/
const UNKNOWN_FIELD = /Unknown field name (\w{1,80})/
const TOO_LONG =
  /The field (\w{1,60}) contained more than the maximum number ?\( ?(\d{1,7}) ?\) of characters/
const UNFIT =
  /Invalid ([a-z][\w ]{0,40}) reference key (-?\d{1,18}) for ([a-z][\w ]{0,40}) (-?\d{1,18})/i
const CLOSED =
  /not within the date range of your accounting period|period[\w ]{0,20} (?:closed|locked)|closed (?:accounting |posting )?period/i
const EXISTS = /already exists/

const KINDS: Readonly<Record<string, string>> = {
  entity: 'customer',
  shipMethod: 'shipItem',
  discountItem: 'item',
}

/** A 4xx as a failure: what is wrong, where, and what to do. Texts that may quote data are left out. */
export function sayRefusal(
  details: readonly ErrorDetail[],
  { status, account }: { status: number; account: string },
): Failure {
  const [first = { code: '', detail: '' }] = details
  const where = placeOf(first)
  const invalid = INVALID_VALUE.exec(first.detail)
  if (invalid) return missingDependency(invalid, { account, where })
  const unfit = UNFIT.exec(first.detail)
  if (unfit) return unfitReference(unfit, { account, where })
  if (CLOSED.test(first.detail)) return closedPeriod(account, where)
  if (EXISTS.test(first.detail)) return alreadyExists(where)
  const message =
    sayMissingValue(first.detail, where) ??
    sayUnknownField(first.detail, where) ??
    sayTooLong(first.detail, where) ??
    `NetSuite refused the record (${status}, ${safeCode(first.code)})${where}; its own text may quote personal data and is not kept: look it up in the REST web services log of the integration`
  return { kind: 'contract.invalid', message }
}

function missingDependency(
  [, id = '', field = '']: RegExpExecArray,
  { account, where }: { account: string; where: string },
): Failure {
  const dependency: Ref = { system: 'netsuite', account, kind: KINDS[field] ?? field, id }
  const message = `NetSuite has no ${dependency.kind} ${id} that can be used here${where}: create or activate it, or correct the profile`
  return { kind: 'dependency.missing', message, dependency }
}

function unfitReference(
  [, field = '', id = '', other = '', otherId = '']: RegExpExecArray,
  { account, where }: { account: string; where: string },
): Failure {
  const dependency: Ref = { system: 'netsuite', account, kind: KINDS[field] ?? field, id }
  const message = `the ${dependency.kind} ${id} of NetSuite is none of ${other} ${otherId}${where}: let it be used there, or correct the profile`
  return { kind: 'dependency.missing', message, dependency }
}

// finance opens a period for late tickets, and closes it again: they go on by themselves meanwhile
function closedPeriod(account: string, where: string): Failure {
  const dependency: Ref = { system: 'netsuite', account, kind: 'accountingPeriod', id: 'open' }
  const message = `NetSuite has no open accounting period for the day of it${where}: open the period, or book it by hand on a day of one that is open`
  return { kind: 'dependency.missing', owner: 'finance', message, dependency }
}

function alreadyExists(where: string): Failure {
  const message = `NetSuite already has a record of this name${where}: switch automatic numbering on for the record type, or rename one`
  return { kind: 'duplicate.exists', message }
}

function sayMissingValue(detail: string, where: string): string | undefined {
  const label = MISSING_VALUE.exec(detail)?.[1]
  if (label === undefined) return undefined
  return `NetSuite wants a value for "${label}"${where}: a form or role makes it mandatory; use a form that does not, or fill it by a default`
}

function sayUnknownField(detail: string, where: string): string | undefined {
  const name = UNKNOWN_FIELD.exec(detail)?.[1]
  if (name === undefined) return undefined
  return `the account has no field "${name}"${where}: create it or put it on the form, see the pack's README`
}

function sayTooLong(detail: string, where: string): string | undefined {
  const [, name, most] = TOO_LONG.exec(detail) ?? []
  if (name === undefined) return undefined
  return `NetSuite takes at most ${most} characters of "${name}"${where}: shorten it in its source`
}

function placeOf({ path }: Pick<ErrorDetail, 'path'>): string {
  return path !== undefined && /^[\w.[\]:-]{1,200}$/.test(path) ? ` at ${path}` : ''
}

/** A code of NetSuite's vocabulary; anything else is not repeated. */
export function safeCode(code: string): string {
  return /^[A-Z][A-Z0-9_]{0,60}$/.test(code) ? code : 'no known code'
}
