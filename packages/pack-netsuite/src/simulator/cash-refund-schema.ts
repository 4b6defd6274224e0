import { namesOf, type RecordSchema, type SublistSchema, setOf } from './record-schema.js'
import { TAX_DETAILS } from './sales-order-schema.js'

// property names: REST API Browser 2026.1, cashRefund
const HEADER = namesOf(`
  abbrevType account accountingBookDetail altHandlingCost altShippingCost appliedRules asOfDate
  billAddr1 billAddr2 billAddr3 billAddress billAddressList billAddressee billAttention billCity
  billCountry billOverride billPhone billState billZip billingAccount billingAddress
  billingAddress_text bulkProcSubmission canHaveStackable cardSwipe cardholderAuthentication
  checkNumber class cleared clearedDate contribPct couponCode createdDate createdFrom currency
  customForm customerPaymentAuthorization debitKsn debitPinBlock deferredRevenue deletionReason
  deletionReasonMemo department discountAmount discountDate discountItem discountRate discountTotal
  dueDate dynamicDescriptor email endDate entity entityTaxRegNum estGrossProfit
  estGrossProfitPercent exchangeRate excludeCommission excludeFromGLNumbering externalId fax
  handlingCost handlingMode handlingTax1Rate handlingTax2Rate handlingTaxAmount handlingTaxCode id
  inputReferenceCode integrationId isTaxable item job lastModifiedDate leadSource links location
  memo message messageSel muccPromoCodeInstance nexus number originator otherRefNum outputAuthCode
  outputReferenceCode partner partners payPalAuthId payPalTranId paymentCardCsc paymentDeviceId
  paymentInstrumentLimit paymentOperation paymentOption paymentProcessingProfile postingPeriod
  prevDate prevPartner prevRep primaryBookBaseCurrency promoCode promoCodePluginImpl promotions
  recognizedRevenue recurringBill refName refundCheck revCommitStatus revCommitStatusDescr
  revRecOnRevCommitment revenueStatus revenueStatusDescr salesEffectiveDate salesGroup salesRep
  salesReturn salesTeam shipAddress shipAddressList shipDate shipIsResidential shipMethod
  shipOverride shippingAddress shippingAddress_text shippingCost shippingCostOverridden
  shippingTax1Rate shippingTax2Rate shippingTaxAmount shippingTaxCode source sourceSystem startDate
  storeOrder subsidiary subsidiaryTaxRegNum subtotal syncPartnerTeams syncSalesTeams tax2Total
  taxDetails taxDetailsOverride taxItem taxPointDate taxPointDateOverride taxRate taxRegOverride
  taxTotal terms thirdPartyAcct toBeEmailed toBeFaxed toBePrinted toPrint2 total totalAfterTaxes
  totalCostEstimate tranDate tranId tranIsVsoeBundle transactionNumber transactionToRefund type
  vatRegNum vsoeAutoCalc webSite whichChargesToAdd
`)

const LINE = namesOf(`
  amount baseGrossAmt billVarianceStatus binNumbers catchUpPeriod chargeType class costEstimate
  costEstimateRate costEstimateType deferRevRec department description doNotCreateRevenueElement
  estGrossProfit estGrossProfitPercent expirationDate giftCertFrom giftCertMessage giftCertNumber
  giftCertRecipientEmail giftCertRecipientName grossAmt initOqpBucket inventoryDetail isClosed isOpen
  isTaxable item itemSubtype itemType job licenseCode line lineUniqueKey linked links location
  marginal matrixType minQty options oqpBucket orderDoc orderLine price printItems
  processedByRevCommit quantity quantityAllocated quantityAvailable quantityCommitted
  quantityDemandAllocated quantityOnHand rate rateIncludingTax rateSchedule refName revRecEndDate
  revRecSchedule revRecStartDate revRecTermInMonths revrec_recurrencetype serialNumbers subscription
  subscriptionLine subsidiary tax1Amt taxAmount taxCode taxDetailsReference taxRate1 taxRate2
  uniqueKey units vsoeAllocation vsoeAmount vsoeDeferral vsoeDelivered vsoeIsEstimate
  vsoePermitDiscount vsoePrice vsoeSOPGroup
`)

const ITEM_LINES: SublistSchema = {
  properties: LINE,
  key: 'line',
  references: { item: 'item', location: 'location', price: 'priceLevel' },
  readOnly: setOf(`
    baseGrossAmt grossAmt isOpen itemSubtype itemType lineUniqueKey linked links quantityAllocated
    quantityAvailable quantityCommitted quantityOnHand refName taxAmount uniqueKey
  `),
  subrecords: [],
}

/** The cash refund as the simulator knows it. */
export const CASH_REFUND: RecordSchema = {
  name: 'cashRefund',
  transaction: true,
  properties: HEADER,
  references: {
    account: 'account',
    createdFrom: 'cashSale',
    entity: 'customer',
    subsidiary: 'subsidiary',
    currency: 'currency',
    location: 'location',
    paymentOption: 'paymentOption',
    shipMethod: 'shipItem',
    discountItem: 'item',
  },
  enums: [],
  readOnly: setOf(`
    abbrevType altHandlingCost altShippingCost createdDate discountTotal id lastModifiedDate links
    number refName source subtotal tax2Total taxTotal total totalAfterTaxes transactionNumber type
  `),
  subrecords: ['billingAddress', 'shippingAddress'],
  sublists: { item: ITEM_LINES, taxDetails: TAX_DETAILS },
}
