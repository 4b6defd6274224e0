/** What a word of a system, or a ref of it, tells of where it comes from. */
export interface OfAccount {
  readonly system: string
  readonly account: string
}

/** Whether two of them are of one account of one system. */
export function isOf(one: OfAccount, { system, account }: OfAccount): boolean {
  return one.system === system && one.account === account
}
