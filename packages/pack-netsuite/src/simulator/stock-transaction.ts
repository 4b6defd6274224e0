import type { Decimal } from '@canonry/model'

/** A line of a transaction that moved stock; below zero the goods left the location. */
export interface StockLine {
  readonly id: string
  readonly item: string
  readonly location: string
  readonly quantity: Decimal
  readonly memo?: string
  /** The main line, which of a build is what was made; else main lines name no item. */
  readonly isMain?: true
}

/** The order that a receipt or fulfilment follows from. */
export interface OrderBehind {
  readonly id: string
  readonly type: string
  /** Where a transfer order goes to. */
  readonly destination?: string
}

/** Types of transactions as SuiteQL names them; the last four move nothing between locations. */
export type StockType =
  | ('InvAdjst' | 'InvTrnfr' | 'ItemRcpt' | 'ItemShip' | 'Build' | 'Unbuild')
  | ('WorkOrd' | 'InvCount' | 'BinTrnfr' | 'StatChng')

/** A posting transaction that people enter in NetSuite itself, or that the REST API wrote. */
export interface StockTransaction {
  readonly id: string
  readonly type: StockType
  readonly externalId?: string
  readonly memo?: string
  /** Where an inventory transfer goes to. */
  readonly destination?: string
  readonly order?: OrderBehind
  /** The day that it is booked on, `2026-11-24`. */
  readonly date: string
  readonly createdAt: number
  readonly modifiedAt: number
  readonly lines: readonly StockLine[]
  /** Entered, and posts nothing: a fulfilment that is picked or packed, an order, a count. */
  readonly isPending?: boolean
}
