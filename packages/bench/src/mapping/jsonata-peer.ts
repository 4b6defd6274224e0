import jsonata from 'jsonata'

/** The same order as a JSONata expression; it reads only, checks nothing and keeps nothing. */
export const jsonataOrder = jsonata(`(
  $dec := function($text) { $contains($text, '.') ? $replace($text, /\\.?0+$/, '') : $text };
  $ref := function($kind, $id) {
    $id ? { 'system': 'shop', 'account': 'acme', 'kind': $kind, 'id': $string($id) }
  };
  $amount := function($set) {{
    'shop': { 'amount': $dec($set.shop_money.amount), 'currency': $set.shop_money.currency_code },
    'buyer': {
      'amount': $dec($set.presentment_money.amount),
      'currency': $set.presentment_money.currency_code
    }
  }};
  $some := function($value) { $value = null ? $nothing : $value };
  $address := function($of) {{
    'firstName': $some($of.first_name), 'lastName': $some($of.last_name),
    'street': $some($of.address1), 'more': $some($of.address2), 'city': $some($of.city),
    'postalCode': $some($of.zip), 'country': $some($of.country_code),
    'latitude': $string($of.latitude), 'longitude': $string($of.longitude)
  }};
  {
    'ref': $ref('Order', id), 'number': name, 'sequence': order_number,
    'placedAt': processed_at, 'createdAt': created_at, 'updatedAt': updated_at,
    'cancelledAt': $some(cancelled_at), 'cancelReason': $some(cancel_reason),
    'currency': currency, 'buyerCurrency': presentment_currency,
    'taxIncluded': taxes_included, 'total': $amount(current_total_price_set),
    'state': $lookup(
      { 'paid': 'paid', 'pending': 'open', 'authorized': 'open', 'refunded': 'refunded', 'voided': 'voided' },
      financial_status
    ),
    'email': $some(contact_email), 'note': $some(note),
    'tags': [$split(tags, ',').$trim($)], 'weight': total_weight, 'confirmed': confirmed,
    'customer': { 'ref': $ref('Customer', customer.id), 'state': $some(customer.state) },
    'home': $address(customer.default_address),
    'billTo': $address(billing_address), 'shipTo': $address(shipping_address),
    'lines': [line_items.{
      'ref': $ref('Line', id), 'sku': $some(sku), 'title': name,
      'product': $ref('Product', product_id), 'variant': $ref('Variant', variant_id),
      'quantity': quantity, 'open': fulfillable_quantity, 'unitPrice': $amount(price_set),
      'grams': grams, 'giftCard': gift_card, 'taxable': taxable, 'shipped': requires_shipping,
      'fulfilment': $some(fulfillment_status),
      'taxes': [tax_lines.{
        'title': title, 'rate': $string(rate), 'amount': $amount(price_set),
        'byChannel': channel_liable
      }],
      'discounts': [discount_allocations.{
        'discount': discount_application_index, 'amount': $dec(amount)
      }]
    }],
    'discounts': [discount_applications.{
      'target': target_type, 'kind': type, 'value': $dec(value), 'code': $some(code)
    }],
    'shipping': [shipping_lines.{
      'ref': $ref('ShippingLine', id), 'title': title, 'price': $dec(price)
    }]
  }
)`)
