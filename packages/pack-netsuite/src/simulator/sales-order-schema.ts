import { namesOf, type RecordSchema, type SublistSchema, setOf } from './record-schema.js'

// property names: REST API Browser 2026.1, salesOrder
const HEADER = namesOf(`
  accountingBookDetail actualShipDate alaConfiguration altHandlingCost altSalesTotal altShippingCost
  amountAuthorized amountCovered amountDeposited amountNotCovered amountPendingAuthorization
  amountPendingDeposit amountPotentiallyCovered amountRequiringCoverage appliedRules billAddr1
  billAddr2 billAddr3 billAddress billAddressList billAddressee billAttention billCity billCountry
  billOverride billPhone billState billZip billingAddress billingAddress_text billingSchedule
  canBeUnapproved canHaveStackable cardSwipe cardholderAuthentication checkNumber class contribPct
  couponCode createdDate createdFrom currency customForm customerPaymentAuthorization debitKsn
  debitPinBlock defaultILBAShipAddrVal defaultILBAShippingAddressKey defaultILShipMethKey
  deferredRevenue deletionReason deletionReasonMemo department discountAmount discountDate
  discountItem discountRate discountTotal drAccount dueDate dynamicDescriptor email endDate entity
  entityTaxRegNum estGrossProfit estGrossProfitPercent estimate exchangeRate excludeCommission
  externalId fax fob forInvoiceGrouping fxAccount fxAltSalesTotal fxNetAltSalesTotal giftCertApplied
  giftCertRedemption groupedTo handlingCost handlingMode handlingTax1Rate handlingTax2Rate
  handlingTaxAmount handlingTaxCode id inputReferenceCode integrationId intercoStatus
  intercoTransaction isCrossSubTransaction isDefaultShippingRequest isMultiShipTo isTaxable item job
  lastModifiedDate leadSource linkedTrackingNumbers links location memo message messageSel
  muccPromoCodeInstance needsPick needsRevCommitment netAltSalesTotal nextBill nexus oneTime
  oppcreatedfrom oppcreatedfromtitle opportunity ordRevCommitted orderStatus orderType originator
  otherRefNum outputAuthCode outputReferenceCode overrideShippingCost partner partners payPalAuthId
  payPalTranId paymentCardCsc paymentDeviceId paymentInstrumentLimit paymentOperation paymentOption
  paymentProcessingProfile paymentsDue prevDate prevPartner prevRep previousOpportunity
  primaryBookBaseCurrency promoCode promoCodePluginImpl promotions recognizedRevenue recurAnnually
  recurMonthly recurQuarterly recurWeekly refName refreshFromSubscription requiredDepositAmount
  requiredDepositDue requiredDepositPercentage revCommitStatus revCommitStatusDescr
  revRecOnRevCommitment revenueStatus revenueStatusDescr saasCommitmentEndDate
  saasCommitmentStartDate salesChannel salesEffectiveDate salesGroup salesRep salesTeam
  saleschannelorderpriority shipAddress shipAddressList shipComplete shipDate shipGroup
  shipIsResidential shipMethod shipOverride shippingAddress shippingAddress_text shippingCost
  shippingCostOverridden shippingTax1Rate shippingTax2Rate shippingTaxAmount shippingTaxCode source
  sourceSystem sourceWebSite startDate status storeOrder subsidiary subsidiaryTaxRegNum subtotal
  suppressUserEventsAndEmails syncPartnerTeams syncSalesTeams tax2Total taxDetails taxDetailsOverride
  taxItem taxPointDate taxPointDateOverride taxRate taxRegOverride taxTotal terms thirdPartyAcct
  toBeEmailed toBeFaxed toBePrinted total totalAfterTaxes totalCostEstimate tranDate tranId
  tranIsVsoeBundle transactionNumber transactionToRefund updateDropshipOrderQty vatRegNum
  vsoeAutoCalc webSite webStore
`)

const LINE = namesOf(`
  allocationAlert altSalesAmt amount baseAmount baseGrossAmt baseNetAmount billingSchedule binNumbers
  catchUpPeriod chargeRule chargeType class closeDate commitInventory commitmentFirm costEstimate
  costEstimateRate costEstimateType createPo createWo createdPo daysLate deferRevRec department
  description doNotCreateRevenueElement estGrossProfit estGrossProfitPercent
  excludeFromPredictiveRisk excludeFromRateRequest expectedShipDate expirationDate fromJob
  giftCertFrom giftCertMessage giftCertNumber giftCertRecipientEmail giftCertRecipientName grossAmt
  hasOrdBillLink initOqpBucket inventoryDetail inventorylocation inventorysubsidiary
  isAllocateFirmInvtOnly isCatchWeightItem isClosed isEstimate isFreezeFirmAllocation isOpen
  isTaxable item itemFulfillmentChoice itemIsFulfilled itemSubtype itemType job lastPurchasePrice
  licenseCode line lineUniqueKey linked links location locationAutoAssigned marginal matrixType
  minQty netAltSalesAmt noAutoAssignLocation options oqpBucket orderAllocationStrategy orderPriority
  poCurrency poRate poVendor price priceIntervalFrequency priceIntervalFrequencyName
  priceIntervalRepeatEvery primaryToSecondaryUnitConversionRate printItems processedByRevCommit
  quantity quantityAllocated quantityAvailable quantityBackOrdered quantityBilled quantityCommitted
  quantityDemandAllocated quantityFulfilled quantityOnHand quantityOrdered quantityPacked
  quantityPicked quantityReceived rate rateIncludingTax rateSchedule refName requestedDate
  requiredDepositAmount revRecEndDate revRecSchedule revRecStartDate revRecTermInMonths
  revrec_recurrencetype secondaryQuantity secondaryUnitConversionRate secondaryUnits
  secondaryUnitsList serialNumbers shipAddress shipCarrier shipGroup shipMethod subscription
  subscriptionLine subscriptionLinePeriodAmount subscriptionLineRate subscriptionLineType subsidiary
  tax1Amt taxAmount taxCode taxDetailsReference taxRate1 taxRate2 units vsoeAllocation vsoeAmount
  vsoeDeferral vsoeDelivered vsoeIsEstimate vsoePermitDiscount vsoePrice vsoeSOPGroup woId
`)

const ITEM_LINES: SublistSchema = {
  properties: LINE,
  key: 'line',
  references: { item: 'item', location: 'location', price: 'priceLevel', shipMethod: 'shipItem' },
  readOnly: setOf(`
    baseAmount baseGrossAmt baseNetAmount grossAmt isOpen itemIsFulfilled itemSubtype itemType
    lineUniqueKey linked links quantityAllocated quantityAvailable quantityBackOrdered
    quantityBilled quantityCommitted quantityFulfilled quantityOnHand quantityPacked quantityPicked
    refName taxAmount
  `),
  subrecords: [],
}

/** The tax details of every sales transaction. */
export const TAX_DETAILS: SublistSchema = {
  properties: namesOf(`
    calcDetail lineName lineType links netAmount refName taxAmount taxBasis taxCode
    taxDetailsReference taxRate taxType
  `),
  references: { taxCode: 'taxCode' },
  readOnly: setOf('lineName lineType links netAmount refName'),
  subrecords: [],
}

/** The sales order as the simulator knows it. */
export const SALES_ORDER: RecordSchema = {
  name: 'salesOrder',
  transaction: true,
  properties: HEADER,
  references: {
    entity: 'customer',
    subsidiary: 'subsidiary',
    currency: 'currency',
    location: 'location',
    shipMethod: 'shipItem',
    discountItem: 'item',
  },
  enums: ['orderStatus'],
  readOnly: setOf(`
    altHandlingCost altShippingCost createdDate discountTotal id lastModifiedDate links refName source
    status subtotal tax2Total taxTotal total totalAfterTaxes transactionNumber
  `),
  subrecords: ['billingAddress', 'shippingAddress'],
  sublists: { item: ITEM_LINES, taxDetails: TAX_DETAILS },
}
