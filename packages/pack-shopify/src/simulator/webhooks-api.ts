import { json } from './answer.js'
import type { Subscription, Subscriptions } from './subscriptions.js'

/**
 * The webhook resource of the Admin REST API: list, filtered by address and topic, and create.
 *
 * Source: https://shopify.dev/docs/api/admin-rest/latest/resources/webhook
 */
export async function answerWebhooks(
  request: Request,
  {
    subscriptions,
    apiVersion,
    headers,
  }: { subscriptions: Subscriptions; apiVersion: string; headers: Record<string, string> },
): Promise<Response> {
  const print = (subscription: Subscription) => printed(subscription, apiVersion)
  if (request.method === 'GET') {
    const given = new URL(request.url).searchParams
    const [address, topic] = [given.get('address'), given.get('topic')]
    const found = subscriptions.all().filter((known) => {
      return known.address === (address ?? known.address) && known.topic === (topic ?? known.topic)
    })
    const page = found.slice(0, Math.min(250, Number(given.get('limit') ?? 50)))
    return json(200, { text: JSON.stringify({ webhooks: page.map(print) }), headers })
  }
  const { topic, address } = await wantedIn(request)
  if (topic === undefined) return refused('topic', "can't be blank", headers)
  if (!URL.canParse(address ?? '')) return refused('address', "can't be blank", headers)
  const made = subscriptions.add(topic, address ?? '')
  if (!made) return refused('address', 'for this topic has already been taken', headers)
  return json(201, { text: JSON.stringify({ webhook: print(made) }), headers })
}

async function wantedIn(request: Request): Promise<{ topic?: string; address?: string }> {
  try {
    const { webhook } = (await request.json()) as { webhook?: { topic?: string; address?: string } }
    return webhook ?? {}
  } catch {
    return {}
  }
}

function refused(...[field, why, headers]: [string, string, Record<string, string>]): Response {
  return json(422, { text: JSON.stringify({ errors: { [field]: [why] } }), headers })
}

function printed({ id, topic, address, createdAt }: Subscription, apiVersion: string) {
  const at = new Date(createdAt).toISOString()
  return {
    id,
    address,
    topic,
    created_at: at,
    updated_at: at,
    format: 'json',
    fields: [],
    metafield_namespaces: [],
    api_version: apiVersion,
    private_metafield_namespaces: [],
  }
}
