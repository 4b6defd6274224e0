import { checkRefs } from '../entity/check-refs.js'
import type { Finding } from '../entity/finding.js'
import { compareDecimals } from '../value/decimal.js'
import { type Money, printMoney, subtractMoney, sumMoney } from '../value/money.js'
import { checkExchange } from './check-exchange.js'
import type { SettlementComponent } from './settlement-component.js'
import type { SettlementEntry } from './settlement-entry.js'

/** What does not hold in a settlement entry: sums at any node of its tree, currencies, signs of reserves, exchange. */
export function checkSettlementEntry(entry: SettlementEntry): Finding[] {
  const wrong = checkCurrencies(entry)
  return [
    ...checkRefs(entry.refs),
    // money of several currencies cannot be added up, so nothing more can be said of the sums
    ...(wrong.length > 0 ? wrong : checkSums(entry)),
    ...checkReserve(entry),
    ...checkExchange(entry.fx, { path: '/fx', own: 'to', stated: entry.gross }),
  ]
}

function checkCurrencies({ currency, gross, net, components }: SettlementEntry): Finding[] {
  const monies: [string, Money][] = [
    ['/gross', gross],
    ['/net', net],
    ...nodesOf(components).map(({ path, node }): [string, Money] => [
      `${path}/amount`,
      node.amount,
    ]),
  ]
  return monies.flatMap(([path, money]) => {
    if (money.currency === currency) return []
    const message = `${printMoney(money)} stands in a balance of ${currency}`
    return [{ code: 'wrong-currency', path, message, difference: money }]
  })
}

function checkSums(entry: SettlementEntry): Finding[] {
  const { currency, gross, net, components } = entry
  const sum = (parts: readonly SettlementComponent[]) =>
    sumMoney(
      parts.map(({ amount }) => amount),
      currency,
    )
  const expected = sumMoney([gross, sum(components)], currency)
  return [
    ...differs(net, { expected, path: '/net', what: 'gross and components come to' }),
    ...nodesOf(components).flatMap(({ path, node }) =>
      node.parts === undefined || node.parts.length === 0
        ? []
        : differs(node.amount, {
            expected: sum(node.parts),
            path: `${path}/amount`,
            what: 'its parts come to',
          }),
    ),
  ]
}

function differs(
  stated: Money,
  {
    expected,
    path,
    what,
  }: { readonly expected: Money; readonly path: string; readonly what: string },
): Finding[] {
  const difference = subtractMoney(stated, expected)
  if (difference.amount === '0') return []
  const message = `${printMoney(stated)} is stated, but ${what} ${printMoney(expected)}`
  return [{ code: 'settlement-differs', path, message, difference }]
}

function checkReserve({ kind, gross }: SettlementEntry): Finding[] {
  const sign = compareDecimals(gross.amount, '0')
  const wrong = (kind === 'reserve-hold' && sign > 0) || (kind === 'reserve-release' && sign < 0)
  if (!wrong) return []
  const message = `a ${kind} of ${printMoney(gross)} goes the wrong way: holding takes, releasing gives`
  return [{ code: 'reserve-reversed', path: '/gross', message, difference: gross }]
}

interface PlacedNode {
  readonly path: string
  readonly node: SettlementComponent
}

function nodesOf(components: readonly SettlementComponent[]): PlacedNode[] {
  const place = (nodes: readonly SettlementComponent[], path: string) =>
    nodes.map((node, index): PlacedNode => ({ path: `${path}/${index}`, node }))
  const found = place(components, '/components')
  // the list grows while it is walked, so that no depth can exhaust the call stack
  for (const { path, node } of found) found.push(...place(node.parts ?? [], `${path}/parts`))
  return found
}
