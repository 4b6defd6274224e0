import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** One request as a receiver got it. */
export interface Received {
  readonly headers: Record<string, string>
  readonly body: Buffer
}

/** A real receiver on the loopback; `answer` decides, default 204. */
export interface Receiver extends AsyncDisposable {
  readonly port: number
  readonly received: Received[]
  answer: (incoming: IncomingMessage, outgoing: ServerResponse) => void
}

export async function receiver(): Promise<Receiver> {
  const received: Received[] = []
  const made = {
    received,
    answer: (_: IncomingMessage, outgoing: ServerResponse) => void outgoing.writeHead(204).end(),
  }
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = []
    for await (const chunk of incoming) chunks.push(chunk as Buffer)
    received.push({
      headers: incoming.headers as Record<string, string>,
      body: Buffer.concat(chunks),
    })
    made.answer(incoming, outgoing)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return Object.assign(made, {
    port: (server.address() as AddressInfo).port,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  })
}
