import type { Connection, Credentials, Env } from '@canonry/pack'
import type { ExceptionDraft } from '../exception.js'
import type { TenantStore } from '../store/store.js'

/** What is needed to have the secrets that sign webhooks, and to tell people where there are none. */
export interface SigningPorts {
  readonly env: Env
  readonly store: TenantStore
  readonly credentials: Credentials
}

/** The secrets that sign the webhooks of connections. */
export interface SigningSecrets {
  /** `undefined` where they cannot be had, of which people are told. */
  of(connection: Connection): Promise<readonly string[] | undefined>
  /** Tells people that nothing a connection hears can hold, because it has no secret. */
  missed(connection: Connection): Promise<void>
}

/**
 * Asks for signing secrets anew for each webhook, so that a rotation needs no restart.
 *
 * A sender is told nothing of what is wrong here, so an exception tells the people of this side: once
 * a process for a connection, until webhooks can be checked again.
 */
export function signingSecrets({ env, store, credentials }: SigningPorts): SigningSecrets {
  const told = new Set<string>()
  return {
    of: async (connection) => {
      const secrets = await secretsOf(credentials, connection)
      if (!secrets) await tell(connection, UNREACHABLE)
      else if (secrets.length > 0) await settle(connection)
      return secrets
    },
    missed: (connection) => tell(connection, NONE),
  }

  async function tell({ id }: Connection, notice: Notice): Promise<void> {
    if (told.has(id)) return
    told.add(id)
    const draft = { ...notice, fingerprint: fingerprintOf(id), connection: id } as const
    const noted = await note([{ kind: 'open', id: env.uuid(), draft }])
    if (!noted) told.delete(id)
  }

  async function settle({ id }: Connection): Promise<void> {
    if (!told.delete(id)) return
    const noted = await note([{ kind: 'resolve', fingerprint: fingerprintOf(id) }])
    if (!noted) told.add(id)
  }

  async function note(exceptions: Noted['exceptions']): Promise<boolean> {
    const noted = { kind: 'note', now: env.now(), counts: {}, exceptions } as const
    return (await store.maintain(noted)).isOk()
  }
}

type Noted = Extract<Parameters<TenantStore['maintain']>[0], { readonly kind: 'note' }>
type Notice = Pick<ExceptionDraft, 'reason' | 'owner' | 'message' | 'suggestedFix'>

const fingerprintOf = (id: string) => `webhooks:${id}`

const UNREACHABLE: Notice = {
  reason: 'signing-secrets-missing',
  owner: 'connection-admin',
  message: 'the secrets that sign its webhooks cannot be had: webhooks are answered 503',
  suggestedFix:
    'See that `credentials.get` answers for this connection. Senders come again by themselves; dismiss this where the service was started anew.',
}

const NONE: Notice = {
  reason: 'signing-secrets-missing',
  owner: 'connection-admin',
  message: 'it has no secret that signs its webhooks: all of them are answered 401',
  suggestedFix:
    'Give its credentials `webhookSecrets`. Dismiss this where the service was started anew; what was missed comes by a pull, or when the sender comes again.',
}

async function secretsOf(
  credentials: Credentials,
  { id }: Connection,
): Promise<readonly string[] | undefined> {
  try {
    const { webhookSecrets } = await credentials.get(id)
    return webhookSecrets.map((secret) => secret.reveal())
  } catch {
    return undefined
  }
}
