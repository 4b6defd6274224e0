import { fieldsOf, type Unread, unreadLike } from './unread.js'
import { unreadCashSale, unreadCashSaleLine } from './unread-cash-sale.js'

/** What a cash refund says beside what is read. */
export const unreadCashRefund: Unread = unreadLike(unreadCashSale, {
  without: fieldsOf(`
    createdFrom defaultILBAShipAddrVal defaultILBAShippingAddressKey defaultILShipMethKey estimate
    expCost expCostDiscAmount expCostDiscPrint expCostDiscRate expCostDiscTax1Amt expCostDiscTaxable
    expCostDiscount expCostTaxCode expCostTaxRate1 expCostTaxRate2 fob giftCertApplied
    giftCertRedemption isMultiShipTo itemCost itemCostDiscAmount itemCostDiscPrint itemCostDiscRate
    itemCostDiscTax1Amt itemCostDiscTaxable itemCostDiscount itemCostTaxCode itemCostTaxRate1
    itemCostTaxRate2 linkedTrackingNumbers oppcreatedfrom oppcreatedfromtitle opportunity
    previousOpportunity saasCommitmentEndDate saasCommitmentStartDate salesChannel
    saleschannelorderpriority sendOrderFulfillmentEmail shipGroup status time timeDiscAmount
    timeDiscPrint timeDiscRate timeDiscTax1Amt timeDiscTaxable timeDiscount timeTaxCode timeTaxRate1
    timeTaxRate2 trackingNumbers undepFunds
  `),
  preserved: fieldsOf(`
    billingAddress email entity lastModifiedDate otherRefNum refundCheck salesReturn shippingAddress
    tranId
  `),
  ignored: [['how the record is printed', fieldsOf('toPrint2')]],
})

/** What a line of a cash refund says beside what is read. */
export const unreadCashRefundLine: Unread = unreadLike(unreadCashSaleLine, {
  without: fieldsOf(`
    amountOrdered currentPercent excludeFromRateRequest itemFulfillmentChoice itemIsFulfilled
    quantityOrdered quantityPacked quantityPicked quantityReceived quantityRemaining
    quantityRemainingDisplay shipAddress shipCarrier shipGroup shipMethod
  `),
  preserved: fieldsOf('billVarianceStatus description isClosed rate'),
})
