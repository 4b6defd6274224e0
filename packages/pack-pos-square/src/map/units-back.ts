import { decimal, group, type Handle, type Rule } from '@canonry/mapping'

/** Where a returned line says how many units come back. */
export interface UnitPlaces {
  readonly quantity: Handle<string>
  /** Set by the fold on a line that is an amount of money and no goods. */
  readonly alone: Handle<boolean | null | undefined>
}

/** How many units come back; none with an amount of money that is no line of the sale. */
export function unitsBack({ quantity, alone }: UnitPlaces): Rule<string> {
  return group(
    { quantity: [quantity, decimal], alone },
    {
      doc: 'decimal text; 0 for a CUSTOM_AMOUNT that is no line of the sale',
      loss: 'how often such an amount was given back',
      get: readUnits,
      put: writeUnits,
    },
  )
}

/** The units that a line says. */
export function readUnits({
  quantity,
  alone,
}: {
  readonly quantity: string
  readonly alone: boolean | null | undefined
}): string {
  return alone ? '0' : quantity
}

/** The places that say so many units. */
export function writeUnits(units: string) {
  return units === '0' ? { quantity: '1', alone: true } : { quantity: units, alone: undefined }
}
