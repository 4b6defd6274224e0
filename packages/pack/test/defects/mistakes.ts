import type { AnyMapping } from '@canonry/mapping'
import { type Any, at, type Break, both, made, readingFrom, through } from './change-rule.js'

// mistakes that are made with rules of any system

/** A rate in percent where a share is meant, both ways. */
export const percentForShare: Break = through(
  (rate) => String(Number(rate) * 100),
  (rate) => String(Number(rate) / 100),
)

/** Text in lower case. */
export const lowerCased: Break = through((text) => text.toLowerCase())

/** An amount with the other sign, both ways. */
export const otherSign: Break = made(negated, negated)

/** A label of which one meaning is taken for another. */
export function takenFor(meaning: string, other: string): (label: Any) => Any {
  return ({ raw, value }) => ({ raw, value: value === meaning ? other : value })
}

/** Each of two canonical places is read from where the other one stands: canonical place → its own. */
export function exchanged(
  places: Readonly<Record<string, string>>,
): (mapping: AnyMapping) => AnyMapping {
  const wires = Object.values(places).reverse()
  return both(
    ...Object.keys(places).map((place, index) => at(place, readingFrom(wires[index] ?? ''))),
  )
}

function negated({ shop, buyer }: Any): Any {
  return buyer ? { shop: turned(shop), buyer: turned(buyer) } : { shop: turned(shop) }
}

function turned({ amount, ...money }: Any): Any {
  if (amount === '0') return { ...money, amount }
  return { ...money, amount: amount.startsWith('-') ? amount.slice(1) : `-${amount}` }
}
