import { fieldsOf, type Unread, unreadLike } from './unread.js'
import { unreadLine, unreadOrder } from './unread-order.js'

/** What a cash sale says beside what is read. */
export const unreadCashSale: Unread = unreadLike(unreadOrder, {
  without: fieldsOf(`
    actualShipDate alaConfiguration altSalesTotal amountAuthorized amountCovered amountDeposited
    amountNotCovered amountPendingAuthorization amountPendingDeposit amountPotentiallyCovered
    amountRequiringCoverage billingSchedule canBeUnapproved drAccount forInvoiceGrouping fxAccount
    fxAltSalesTotal fxNetAltSalesTotal groupedTo intercoStatus intercoTransaction
    isCrossSubTransaction isDefaultShippingRequest location needsPick needsRevCommitment
    netAltSalesTotal nextBill oneTime ordRevCommitted orderStatus orderType overrideShippingCost
    paymentsDue recurAnnually recurMonthly recurQuarterly recurWeekly refreshFromSubscription
    requiredDepositAmount requiredDepositDue requiredDepositPercentage shipComplete sourceWebSite
    suppressUserEventsAndEmails updateDropshipOrderQty webStore
  `),
  preserved: fieldsOf(`
    account billingAccount cleared clearedDate postingPeriod recurringBill status trackingNumbers
    undepFunds
  `),
  ignored: [
    [
      'costs and hours of projects, which no till sells',
      fieldsOf(`
        asOfDate expCost expCostDiscAmount expCostDiscPrint expCostDiscRate expCostDiscTax1Amt
        expCostDiscTaxable expCostDiscount expCostTaxCode expCostTaxRate1 expCostTaxRate2 itemCost
        itemCostDiscAmount itemCostDiscPrint itemCostDiscRate itemCostDiscTax1Amt
        itemCostDiscTaxable itemCostDiscount itemCostTaxCode itemCostTaxRate1 itemCostTaxRate2 time
        timeDiscAmount timeDiscPrint timeDiscRate timeDiscTax1Amt timeDiscTaxable timeDiscount
        timeTaxCode timeTaxRate1 timeTaxRate2 whichChargesToAdd
      `),
    ],
    [
      'how the record is numbered, processed and sent',
      fieldsOf(
        'abbrevType bulkProcSubmission excludeFromGLNumbering number sendOrderFulfillmentEmail type',
      ),
    ],
  ],
})

/** What a line of a cash sale says beside what is read. */
export const unreadCashSaleLine: Unread = unreadLike(unreadLine, {
  without: fieldsOf(`
    allocationAlert altSalesAmt baseAmount baseNetAmount billingSchedule chargeRule closeDate
    commitInventory commitmentFirm createPo createWo createdPo daysLate excludeFromPredictiveRisk
    expectedShipDate fromJob hasOrdBillLink inventorylocation inventorysubsidiary
    isAllocateFirmInvtOnly isCatchWeightItem isEstimate isFreezeFirmAllocation lastPurchasePrice
    locationAutoAssigned netAltSalesAmt noAutoAssignLocation orderAllocationStrategy orderPriority
    poCurrency poRate poVendor priceIntervalFrequency priceIntervalFrequencyName
    priceIntervalRepeatEvery primaryToSecondaryUnitConversionRate quantityBackOrdered
    quantityBilled requestedDate requiredDepositAmount secondaryQuantity secondaryUnitConversionRate
    secondaryUnits secondaryUnitsList subscriptionLinePeriodAmount subscriptionLineRate
    subscriptionLineType woId
  `),
  preserved: fieldsOf(`
    amountOrdered currentPercent orderDoc orderLine quantityRemaining quantityRemainingDisplay
    uniqueKey
  `),
})
