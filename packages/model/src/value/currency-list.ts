/** What ISO 4217 says of a code. */
export interface CurrencyInfo {
  readonly code: string
  /** Digits after the point in the minor unit; absent where the standard says "not applicable". */
  readonly exponent?: number
  /** `historic`: withdrawn (list three), readable in old documents, not for new ones. */
  readonly status: 'active' | 'historic'
  /** Money of account only (index units, next-day dollars), never cash. */
  readonly fund: boolean
}

// ISO 4217 list one: https://www.six-group.com/en/products-services/financial-information/data-standards.html
// as of amendment 180, by which BGN, ANG and ZWL are withdrawn and XCG, ZWG and XAD are listed
const ACTIVE: Readonly<Record<number, string>> = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
  2:
    'AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD ' +
    'CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS ' +
    'GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD ' +
    'LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB ' +
    'PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP ' +
    'SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ' +
    'ZWG',
  3: 'BHD IQD JOD KWD LYD OMR TND',
  4: 'CLF UYW',
}

const FUNDS = new Set(
  'BOV CHE CHW CLF COU MXV USN USS UYI BEC BEL CHC ECV ESA ESB LUC LUL ZAL'.split(' '),
)

// metals, bond units, settlement units, "testing" and "no currency": the standard gives no minor unit
const WITHOUT_MINOR_UNIT = 'XAG XAU XBA XBB XBC XBD XDR XPD XPT XSU XTS XUA XXX'
const HISTORIC_WITHOUT_MINOR_UNIT = 'XEU XFO XFU XRE'

// list three has no exponents: these are the ones last published while the code was active
const HISTORIC: Readonly<Record<number, string>> = {
  0: 'ADP BEF BYB BYR ESP GRD ITL LUF MGF PTE TPE TRL',
  2:
    'AFA ALK ANG AOK AON AOR ARA ARP ARY ATS AYM AZM BAD BEC BEL BGJ BGK BGL BGN BOP BRB BRC BRE ' +
    'BRN BRR BUK CHC CNX CSD CSJ CSK CUC CYP DDM DEM ECS ECV EEK EQE ESA ESB FIM FRF GEK GHC GHP ' +
    'GNE GNS GQE GWE GWP HRD HRK IEP ILP ILR ISJ LAJ LSM LTL LTT LUC LUL LVL LVR MAF MLF MRO MTL ' +
    'MTP MVQ MXP MZE MZM NIC NLG PEH PEI PES PLZ RHD ROK ROL RUR SDD SDP SIT SKK SLL SRG STD SUR ' +
    'TJR TMM UAK UGS UGW USS UYN UYP VEB VEF VNC YDD YUD YUM YUN ZAL ZMK ZRN ZRZ ZWC ZWD ZWL ZWN ' +
    'ZWR',
}

/** Every code of lists one and three. */
export const CURRENCIES: ReadonlyMap<string, CurrencyInfo> = new Map(
  [
    ...listed(ACTIVE, 'active'),
    ...listed(HISTORIC, 'historic'),
    ...codes(WITHOUT_MINOR_UNIT, { status: 'active' }),
    ...codes(HISTORIC_WITHOUT_MINOR_UNIT, { status: 'historic' }),
  ].map((info) => [info.code, info]),
)

function listed(
  byExponent: Readonly<Record<number, string>>,
  status: CurrencyInfo['status'],
): CurrencyInfo[] {
  return Object.entries(byExponent).flatMap(([exponent, text]) =>
    codes(text, { exponent: Number(exponent), status }),
  )
}

function codes(text: string, info: Omit<CurrencyInfo, 'code' | 'fund'>): CurrencyInfo[] {
  return text.split(' ').map((code) => ({ code, ...info, fund: FUNDS.has(code) }))
}
