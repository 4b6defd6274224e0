import type { WebhookRules } from '../webhook.js'

/** A correctly signed webhook, as a pack's author makes it for the contract. */
export interface SignedSample {
  readonly url: string
  readonly body: string
  readonly secret: string
  /** The name of the header that carries the signature. */
  readonly header: string
  readonly headers: Readonly<Record<string, string>>
}

/** Whether the rules accept a sample; the body is fed byte by byte, as a slow network would. */
export function accepts(rules: WebhookRules, sample: SignedSample): boolean {
  const { url, secret } = sample
  const headers = new Headers(sample.headers)
  return rules.begin({ headers, url, secrets: [secret] }).match(
    (check) => {
      for (const byte of Buffer.from(sample.body)) check.update(Uint8Array.of(byte))
      return check.holds()
    },
    () => false,
  )
}

/** Twelve ways to get a signature wrong, each made from a right one. */
export function forgeries(sample: SignedSample): Readonly<Record<string, SignedSample>> {
  const signature = sample.headers[sample.header] ?? ''
  const sign = (value: string): SignedSample => ({
    ...sample,
    headers: { ...sample.headers, [sample.header]: value },
  })
  const { [sample.header]: _, ...unsigned } = sample.headers
  return {
    'no signature': { ...sample, headers: unsigned },
    'an empty signature': sign(''),
    'a signature twice': sign(`${signature}, ${signature}`),
    'a cut signature': sign(signature.slice(0, -4)),
    'a longer signature': sign(`${signature}AAAA`),
    'one letter changed': sign(changeOne(signature)),
    'the signature reversed': sign([...signature].reverse().join('')),
    'the signature in another case': sign(swapCase(signature)),
    'another secret': { ...sample, secret: `${sample.secret}x` },
    'a changed body': { ...sample, body: changeOne(sample.body) },
    'a longer body': { ...sample, body: `${sample.body} ` },
    'an empty body': { ...sample, body: '' },
  }
}

function changeOne(text: string): string {
  const at = Math.floor(text.length / 2)
  return `${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`
}

function swapCase(text: string): string {
  return [...text]
    .map((letter) =>
      letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
    )
    .join('')
}
