import { connect, createServer, type Socket } from 'node:net'

/** An address that leads to one server after the other, as that of a cluster does. */
export interface Switch {
  readonly port: number
  /** Leads new connections to another port. */
  point(port: number): void
  /** Passes nothing on any more, and closes nothing: as when a machine loses its power. */
  freeze(): void
  close(): Promise<void>
}

/** Opens such an address, which leads to a port of this machine. */
export async function openSwitch(first: number): Promise<Switch> {
  let target = first
  let isFrozen = false
  const sockets = new Set<Socket>()
  const pass = (from: Socket, to: Socket) => {
    sockets.add(from)
    from.on('data', (bytes) => {
      if (!isFrozen) to.write(bytes)
    })
    from.on('error', () => to.destroy())
    from.on('close', () => to.destroy())
  }
  const server = createServer((socket) => {
    const other = connect(target, '127.0.0.1')
    pass(socket, other)
    pass(other, socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as { port: number }).port,
    point: (port) => {
      target = port
    },
    freeze: () => {
      isFrozen = true
    },
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
