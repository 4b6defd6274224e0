import { fieldsOf, type Unread } from './unread.js'

const PRINTED_ADDRESS = 'the address subrecord says it'
const OLD_TAXES = 'taxes of before SuiteTax, which REST does not support'
const REVENUE = 'revenue recognition and accounting books are a matter of the ledger'
const COMMISSION = 'who earns a commission is a matter inside the company'
const COMPUTED = 'NetSuite computes it from the lines'
const API = 'about the API, not about the order'

/** What a sales order says beside what is read. */
export const unreadOrder: Unread = {
  preserved: fieldsOf(`
    actualShipDate amountAuthorized amountCovered amountDeposited amountNotCovered
    amountPendingAuthorization amountPendingDeposit amountPotentiallyCovered
    amountRequiringCoverage appliedRules billingSchedule class couponCode createdDate createdFrom
    department discountAmount discountDate discountItem discountRate drAccount dueDate endDate
    entityTaxRegNum estimate exchangeRate fob forInvoiceGrouping fxAccount giftCertApplied
    giftCertRedemption groupedTo intercoStatus intercoTransaction isCrossSubTransaction
    isDefaultShippingRequest isMultiShipTo job leadSource linkedTrackingNumbers location
    muccPromoCodeInstance needsPick nextBill nexus oneTime oppcreatedfrom oppcreatedfromtitle
    opportunity orderStatus orderType originator prevDate previousOpportunity promoCode
    promoCodePluginImpl promotions recurAnnually recurMonthly recurQuarterly recurWeekly
    refreshFromSubscription requiredDepositAmount requiredDepositDue requiredDepositPercentage
    salesChannel saleschannelorderpriority shipComplete shipDate shipGroup shipIsResidential
    shipMethod source sourceSystem sourceWebSite startDate storeOrder subsidiary
    subsidiaryTaxRegNum taxDetailsOverride taxPointDate taxPointDateOverride taxRegOverride terms
    thirdPartyAcct transactionNumber transactionToRefund updateDropshipOrderQty webSite webStore
  `),
  ignored: [
    [
      PRINTED_ADDRESS,
      fieldsOf(`
        billAddr1 billAddr2 billAddr3 billAddress billAddressList billAddressee billAttention
        billCity billCountry billOverride billPhone billState billZip billingAddress_text
        defaultILBAShipAddrVal defaultILBAShippingAddressKey defaultILShipMethKey shipAddress
        shipAddressList shipOverride shippingAddress_text
      `),
    ],
    [
      'cards and their authorisation belong to the payment, which is a record of its own',
      fieldsOf(`
        cardSwipe cardholderAuthentication checkNumber customerPaymentAuthorization debitKsn
        debitPinBlock dynamicDescriptor handlingMode inputReferenceCode integrationId
        outputAuthCode outputReferenceCode payPalAuthId payPalTranId paymentCardCsc
        paymentDeviceId paymentInstrumentLimit paymentOperation paymentOption
        paymentProcessingProfile paymentsDue
      `),
    ],
    [
      OLD_TAXES,
      fieldsOf(`
        handlingTax1Rate handlingTax2Rate handlingTaxAmount handlingTaxCode isTaxable
        shippingTax1Rate shippingTax2Rate shippingTaxAmount shippingTaxCode taxItem taxRate
        vatRegNum
      `),
    ],
    [
      COMPUTED,
      fieldsOf(`
        altHandlingCost altShippingCost discountTotal estGrossProfit estGrossProfitPercent subtotal
        tax2Total taxTotal totalAfterTaxes totalCostEstimate
      `),
    ],
    [
      'shipping is booked in shippingCost, handling is not booked',
      fieldsOf('handlingCost overrideShippingCost shippingCostOverridden'),
    ],
    [
      REVENUE,
      fieldsOf(`
        accountingBookDetail deferredRevenue needsRevCommitment ordRevCommitted
        primaryBookBaseCurrency recognizedRevenue revCommitStatus revCommitStatusDescr
        revRecOnRevCommitment revenueStatus revenueStatusDescr saasCommitmentEndDate
        saasCommitmentStartDate tranIsVsoeBundle vsoeAutoCalc
      `),
    ],
    [
      COMMISSION,
      fieldsOf(`
        altSalesTotal contribPct excludeCommission fxAltSalesTotal fxNetAltSalesTotal
        netAltSalesTotal partner partners prevPartner prevRep salesEffectiveDate salesGroup
        salesRep salesTeam syncPartnerTeams syncSalesTeams
      `),
    ],
    [
      'how the record is shown, printed and sent',
      fieldsOf(`
        alaConfiguration canBeUnapproved canHaveStackable customForm deletionReason
        deletionReasonMemo fax message messageSel suppressUserEventsAndEmails toBeEmailed toBeFaxed
        toBePrinted
      `),
    ],
    [API, fieldsOf('links refName itemList taxDetailList')],
  ],
}

/** What a line of a sales order says beside what is read. */
export const unreadLine: Unread = {
  preserved: fieldsOf(`
    allocationAlert billingSchedule chargeRule chargeType class closeDate commitInventory
    commitmentFirm createPo createWo createdPo daysLate department excludeFromPredictiveRisk
    excludeFromRateRequest expectedShipDate expirationDate fromJob giftCertFrom giftCertMessage
    giftCertNumber giftCertRecipientEmail giftCertRecipientName initOqpBucket inventoryDetail
    inventorylocation inventorysubsidiary isAllocateFirmInvtOnly isCatchWeightItem isEstimate
    isFreezeFirmAllocation itemFulfillmentChoice itemSubtype itemType job licenseCode line
    lineUniqueKey linked location locationAutoAssigned marginal matrixType minQty
    noAutoAssignLocation options oqpBucket orderAllocationStrategy orderPriority poCurrency poRate
    poVendor price priceIntervalFrequency priceIntervalFrequencyName priceIntervalRepeatEvery
    quantityAllocated quantityAvailable quantityBackOrdered quantityBilled quantityCommitted
    quantityDemandAllocated quantityOnHand quantityOrdered quantityPacked quantityPicked
    quantityReceived rateIncludingTax rateSchedule requestedDate requiredDepositAmount
    secondaryQuantity secondaryUnits shipAddress shipCarrier shipGroup shipMethod subscription
    subscriptionLine subscriptionLinePeriodAmount subscriptionLineRate subscriptionLineType
    subsidiary taxDetailsReference units woId
  `),
  ignored: [
    [
      COMPUTED,
      fieldsOf(`
        baseAmount baseGrossAmt baseNetAmount grossAmt hasOrdBillLink isOpen itemIsFulfilled
        lastPurchasePrice
      `),
    ],
    [
      'what it costs the company is no matter of the customer’s order',
      fieldsOf(`
        costEstimate costEstimateRate costEstimateType estGrossProfit estGrossProfitPercent
      `),
    ],
    [
      REVENUE,
      fieldsOf(`
        catchUpPeriod deferRevRec doNotCreateRevenueElement processedByRevCommit
        revRecEndDate revRecSchedule revRecStartDate revRecTermInMonths revrec_recurrencetype
        vsoeAllocation vsoeAmount vsoeDeferral vsoeDelivered vsoeIsEstimate vsoePermitDiscount
        vsoePrice vsoeSOPGroup
      `),
    ],
    [COMMISSION, fieldsOf('altSalesAmt netAltSalesAmt')],
    [OLD_TAXES, fieldsOf('isTaxable tax1Amt taxAmount taxCode taxRate1 taxRate2')],
    [
      'the flat forms of what the inventory detail says',
      fieldsOf('binNumbers serialNumbers secondaryUnitsList'),
    ],
    [
      'how two units of an item convert, which the item says',
      fieldsOf('primaryToSecondaryUnitConversionRate secondaryUnitConversionRate'),
    ],
    ['how the record is printed', fieldsOf('printItems')],
    [API, fieldsOf('links refName')],
  ],
}

/** What a tax detail says beside what is read. */
export const unreadTaxDetail: Unread = {
  preserved: fieldsOf('taxBasis taxDetailsReference taxType'),
  ignored: [
    [COMPUTED, fieldsOf('calcDetail lineName lineType netAmount')],
    [API, fieldsOf('links refName')],
  ],
}

/** What an address subrecord says beside what is read. */
export const unreadAddress: Unread = {
  preserved: fieldsOf('addr3 externalId lastModifiedDate'),
  ignored: [
    ['the address as it is printed', fieldsOf('addrText override')],
    [API, fieldsOf('links refName')],
  ],
}
