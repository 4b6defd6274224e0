/** What a unit measures; conversions exist only within one dimension. */
export type Dimension = 'count' | 'mass' | 'volume' | 'length' | 'area' | 'time' | 'energy'

/** What is known of a unit of measure. */
export interface UnitInfo {
  /** UN/CEFACT Recommendation 20 common code. */
  readonly code: string
  readonly name: string
  readonly dimension: Dimension
  /** How many of the dimension's base unit one of it is; absent where the content varies. */
  readonly factor?: string
  /** Digits after the point that quantities of this unit may have. */
  readonly digits: number
}

type Row = readonly [name: string, factor: string | undefined, digits: number]

// UN/CEFACT Recommendation 20 (https://unece.org/trade/uncefact/cl-recommendations): the codes that
// retail uses. Factors are exact by definition (international yard and pound of 1959, BIPM SI);
// packaging codes (X…) are those of Recommendation 21, whose content is said by the variant.
const UNITS: Readonly<Record<Dimension, Readonly<Record<string, Row>>>> = {
  count: {
    C62: ['one', '1', 0],
    EA: ['each', '1', 0],
    H87: ['piece', '1', 0],
    NAR: ['number of articles', '1', 0],
    PR: ['pair', '2', 0],
    DZN: ['dozen', '12', 0],
    GRO: ['gross', '144', 0],
    CEN: ['hundred', '100', 0],
    MIL: ['thousand', '1000', 0],
    SET: ['set', undefined, 0],
    KT: ['kit', undefined, 0],
    RO: ['roll', undefined, 0],
    XBX: ['box', undefined, 0],
    XCT: ['carton', undefined, 0],
    XCS: ['case', undefined, 0],
    XPK: ['package', undefined, 0],
    XPX: ['pallet', undefined, 0],
    XBG: ['bag', undefined, 0],
    XBO: ['bottle', undefined, 0],
  },
  mass: {
    KGM: ['kilogram', '1', 6],
    GRM: ['gram', '0.001', 3],
    MGM: ['milligram', '0.000001', 3],
    TNE: ['tonne', '1000', 6],
    CTM: ['metric carat', '0.0002', 3],
    LBR: ['pound', '0.45359237', 6],
    ONZ: ['ounce', '0.028349523125', 6],
    APZ: ['troy ounce', '0.0311034768', 6],
    STN: ['short ton', '907.18474', 6],
    LTN: ['long ton', '1016.0469088', 6],
  },
  volume: {
    LTR: ['litre', '1', 6],
    DLT: ['decilitre', '0.1', 6],
    CLT: ['centilitre', '0.01', 6],
    MLT: ['millilitre', '0.001', 3],
    HLT: ['hectolitre', '100', 6],
    MTQ: ['cubic metre', '1000', 6],
    CMQ: ['cubic centimetre', '0.001', 3],
    GLL: ['gallon (US)', '3.785411784', 6],
    QTL: ['liquid quart (US)', '0.946352946', 6],
    PTL: ['liquid pint (US)', '0.473176473', 6],
    OZA: ['fluid ounce (US)', '0.0295735295625', 6],
    GLI: ['gallon (UK)', '4.54609', 6],
    PTI: ['pint (UK)', '0.56826125', 6],
    OZI: ['fluid ounce (UK)', '0.0284130625', 6],
  },
  length: {
    MTR: ['metre', '1', 6],
    DMT: ['decimetre', '0.1', 6],
    CMT: ['centimetre', '0.01', 4],
    MMT: ['millimetre', '0.001', 3],
    KMT: ['kilometre', '1000', 6],
    INH: ['inch', '0.0254', 6],
    FOT: ['foot', '0.3048', 6],
    YRD: ['yard', '0.9144', 6],
    SMI: ['mile', '1609.344', 6],
  },
  area: {
    MTK: ['square metre', '1', 6],
    CMK: ['square centimetre', '0.0001', 4],
    MMK: ['square millimetre', '0.000001', 3],
    INK: ['square inch', '0.00064516', 6],
    FTK: ['square foot', '0.09290304', 6],
    YDK: ['square yard', '0.83612736', 6],
  },
  time: {
    SEC: ['second', '1', 3],
    MIN: ['minute', '60', 3],
    HUR: ['hour', '3600', 6],
    DAY: ['day', '86400', 6],
    WEE: ['week', '604800', 6],
    MON: ['month', undefined, 6],
    ANN: ['year', undefined, 6],
  },
  energy: {
    KWH: ['kilowatt hour', '1', 6],
    MWH: ['megawatt hour', '1000', 6],
    WHR: ['watt hour', '0.001', 3],
  },
}

/** Digits after the point for codes of Recommendation 20 that are not in the table. */
export const OTHER_UNIT_DIGITS = 9

const BY_CODE: ReadonlyMap<string, UnitInfo> = new Map(
  Object.entries(UNITS).flatMap(([dimension, rows]) =>
    Object.entries(rows).map(([code, [name, factor, digits]]): [string, UnitInfo] => {
      const info = { code, name, dimension: dimension as Dimension, digits }
      return [code, factor === undefined ? info : { ...info, factor }]
    }),
  ),
)

/** What is known of a unit; `undefined` for the rarer codes of Recommendation 20. */
export function unitInfo(code: string): UnitInfo | undefined {
  return BY_CODE.get(code)
}

/** Every unit that retail commonly uses. */
export function knownUnits(): UnitInfo[] {
  return [...BY_CODE.values()]
}
