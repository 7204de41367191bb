import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server on the loopback addresses, both of IPv4 and IPv6 where the machine has them. */
export type Listening = { port: number; close(): Promise<void> };

/**
 * Listens on `port` (0: a free one) of 127.0.0.1 and, where possible, of ::1, because `localhost` may mean either.
 * @throws the system's error when the port is taken on IPv4
 */
export async function listenOnLoopback(handle: RequestListener, port: number): Promise<Listening> {
  const first = await listen(createServer(handle), port, '127.0.0.1');
  const actual = (first.address() as AddressInfo).port;
  const second = await listen(createServer(handle), actual, '::1').catch(() => null);
  const servers = second ? [first, second] : [first];
  return {
    port: actual,
    close: async () => {
      await Promise.all(
        servers.map(
          (server) =>
            new Promise<void>((resolve) => {
              server.close(() => resolve());
              // Requests that a fault keeps waiting would hold the server open for ever.
              server.closeAllConnections();
            }),
        ),
      );
    },
  };
}

function listen(server: Server, port: number, host: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve(server);
    });
  });
}
