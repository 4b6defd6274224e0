import { z } from 'zod'
import { carriedFields } from './carried.js'
import { WireMoney } from './money.js'

const text = z.string().nullish()

/** The fields of a payment that are carried without being read. */
export const UNREAD_PAYMENT =
  'updated_at amount_money tip_money app_fee_money approved_money processing_fee refunded_money delay_duration delay_action delayed_until cash_details bank_account_details external_details buy_now_pay_later_details square_account_details location_id reference_id customer_id employee_id team_member_id refund_ids risk_evaluation terminal_checkout_id buyer_email_address billing_address shipping_address note statement_description_identifier capabilities receipt_number receipt_url device_details application_details is_offline_payment version_token'

/** The fields of a card that are carried without being read. */
export const UNREAD_CARD =
  'id exp_month exp_year cardholder_name billing_address fingerprint customer_id merchant_id reference_id enabled card_type prepaid_type bin version card_co_brand issuer_alert issuer_alert_at hsa_fsa'

/** The fields of the details of a card payment that are carried without being read. */
export const UNREAD_CARD_DETAILS =
  'status entry_method cvv_status avs_status application_identifier application_name application_cryptogram verification_method verification_results statement_description device_details card_payment_timeline refund_requires_card_presence errors'

/** A payment, as the Payments API answers it and webhooks carry it. */
export const WirePayment = z.object({
  id: z.string(),
  order_id: z.string(),
  status: z.enum(['APPROVED', 'PENDING', 'COMPLETED', 'CANCELED', 'FAILED']),
  created_at: z.string(),
  offline_payment_details: z.object({ client_created_at: text }).nullish(),
  total_money: WireMoney.nullish(),
  source_type: text,
  card_details: z
    .object({
      auth_result_code: text,
      card: z.object({ card_brand: text, last_4: text, ...carriedFields(UNREAD_CARD) }).nullish(),
      ...carriedFields(UNREAD_CARD_DETAILS),
    })
    .nullish(),
  wallet_details: z
    .object({ brand: text, ...carriedFields('status cash_app_details lightning_details') })
    .nullish(),
  ...carriedFields(UNREAD_PAYMENT),
})
export type WirePayment = z.infer<typeof WirePayment>
