import { namesOf, type RecordSchema, type SublistSchema, setOf } from './record-schema.js'
import { TAX_DETAILS } from './sales-order-schema.js'

// property names: REST API Browser 2026.1, cashSale
const HEADER = namesOf(`
  abbrevType account accountingBookDetail altHandlingCost altShippingCost appliedRules asOfDate
  billAddr1 billAddr2 billAddr3 billAddress billAddressList billAddressee billAttention billCity
  billCountry billOverride billPhone billState billZip billingAccount billingAddress
  billingAddress_text bulkProcSubmission canHaveStackable cardSwipe cardholderAuthentication
  checkNumber class cleared clearedDate contribPct couponCode createdDate createdFrom currency
  customForm customerPaymentAuthorization debitKsn debitPinBlock defaultILBAShipAddrVal
  defaultILBAShippingAddressKey defaultILShipMethKey deferredRevenue deletionReason
  deletionReasonMemo department discountAmount discountDate discountItem discountRate discountTotal
  dueDate dynamicDescriptor email endDate entity entityTaxRegNum estGrossProfit
  estGrossProfitPercent estimate exchangeRate excludeCommission excludeFromGLNumbering expCost
  expCostDiscAmount expCostDiscPrint expCostDiscRate expCostDiscTax1Amt expCostDiscTaxable
  expCostDiscount expCostTaxCode expCostTaxRate1 expCostTaxRate2 externalId fax fob giftCertApplied
  giftCertRedemption handlingCost handlingMode handlingTax1Rate handlingTax2Rate handlingTaxAmount
  handlingTaxCode id inputReferenceCode integrationId isMultiShipTo isTaxable item itemCost
  itemCostDiscAmount itemCostDiscPrint itemCostDiscRate itemCostDiscTax1Amt itemCostDiscTaxable
  itemCostDiscount itemCostTaxCode itemCostTaxRate1 itemCostTaxRate2 job lastModifiedDate leadSource
  linkedTrackingNumbers links location memo message messageSel muccPromoCodeInstance nexus number
  oppcreatedfrom oppcreatedfromtitle opportunity originator otherRefNum outputAuthCode
  outputReferenceCode partner partners payPalAuthId payPalTranId paymentCardCsc paymentDeviceId
  paymentInstrumentLimit paymentOperation paymentOption paymentProcessingProfile postingPeriod
  prevDate prevPartner prevRep previousOpportunity primaryBookBaseCurrency promoCode
  promoCodePluginImpl promotions recognizedRevenue recurringBill refName revCommitStatus
  revCommitStatusDescr revRecOnRevCommitment revenueStatus revenueStatusDescr
  saasCommitmentEndDate saasCommitmentStartDate salesChannel salesEffectiveDate salesGroup salesRep
  salesTeam saleschannelorderpriority sendOrderFulfillmentEmail shipAddress shipAddressList shipDate
  shipGroup shipIsResidential shipMethod shipOverride shippingAddress shippingAddress_text
  shippingCost shippingCostOverridden shippingTax1Rate shippingTax2Rate shippingTaxAmount
  shippingTaxCode source sourceSystem startDate status storeOrder subsidiary subsidiaryTaxRegNum
  subtotal syncPartnerTeams syncSalesTeams tax2Total taxDetails taxDetailsOverride taxItem
  taxPointDate taxPointDateOverride taxRate taxRegOverride taxTotal terms thirdPartyAcct time
  timeDiscAmount timeDiscPrint timeDiscRate timeDiscTax1Amt timeDiscTaxable timeDiscount timeTaxCode
  timeTaxRate1 timeTaxRate2 toBeEmailed toBeFaxed toBePrinted total totalAfterTaxes
  totalCostEstimate trackingNumbers tranDate tranId tranIsVsoeBundle transactionNumber
  transactionToRefund type undepFunds vatRegNum vsoeAutoCalc webSite whichChargesToAdd
`)

const LINE = namesOf(`
  amount amountOrdered baseGrossAmt binNumbers catchUpPeriod chargeType class costEstimate
  costEstimateRate costEstimateType currentPercent deferRevRec department description
  doNotCreateRevenueElement estGrossProfit estGrossProfitPercent excludeFromRateRequest
  expirationDate giftCertFrom giftCertMessage giftCertNumber giftCertRecipientEmail
  giftCertRecipientName grossAmt initOqpBucket inventoryDetail isClosed isOpen isTaxable item
  itemFulfillmentChoice itemIsFulfilled itemSubtype itemType job licenseCode line lineUniqueKey
  linked links location marginal matrixType minQty options oqpBucket orderDoc orderLine price
  printItems processedByRevCommit quantity quantityAllocated quantityAvailable quantityCommitted
  quantityDemandAllocated quantityFulfilled quantityOnHand quantityOrdered quantityPacked
  quantityPicked quantityReceived quantityRemaining quantityRemainingDisplay rate rateIncludingTax
  rateSchedule refName revRecEndDate revRecSchedule revRecStartDate revRecTermInMonths
  revrec_recurrencetype serialNumbers shipAddress shipCarrier shipGroup shipMethod subscription
  subscriptionLine subsidiary tax1Amt taxAmount taxCode taxDetailsReference taxRate1 taxRate2
  uniqueKey units vsoeAllocation vsoeAmount vsoeDeferral vsoeDelivered vsoeIsEstimate
  vsoePermitDiscount vsoePrice vsoeSOPGroup
`)

const ITEM_LINES: SublistSchema = {
  properties: LINE,
  key: 'line',
  references: { item: 'item', location: 'location', price: 'priceLevel', shipMethod: 'shipItem' },
  readOnly: setOf(`
    amountOrdered baseGrossAmt grossAmt isOpen itemIsFulfilled itemSubtype itemType lineUniqueKey
    linked links quantityAllocated quantityAvailable quantityCommitted quantityFulfilled
    quantityOnHand quantityOrdered quantityPacked quantityPicked quantityReceived quantityRemaining
    quantityRemainingDisplay refName taxAmount uniqueKey
  `),
  subrecords: [],
}

/** The cash sale as the simulator knows it. */
export const CASH_SALE: RecordSchema = {
  name: 'cashSale',
  transaction: true,
  properties: HEADER,
  references: {
    account: 'account',
    entity: 'customer',
    subsidiary: 'subsidiary',
    currency: 'currency',
    location: 'location',
    paymentOption: 'paymentOption',
    shipMethod: 'shipItem',
    discountItem: 'item',
  },
  enums: ['undepFunds'],
  readOnly: setOf(`
    abbrevType altHandlingCost altShippingCost createdDate discountTotal id lastModifiedDate links
    number refName source status subtotal tax2Total taxTotal total totalAfterTaxes
    transactionNumber type
  `),
  subrecords: ['billingAddress', 'shippingAddress'],
  sublists: { item: ITEM_LINES, taxDetails: TAX_DETAILS },
}
