import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { afterEach } from 'vitest';

type Seen = { method: string; url: string; headers: IncomingMessage['headers']; body: string };
export type OddServer = { url: string; seen: Seen[] };

/** Answers the n-th request (from 0) as a test wishes; the last handler goes on answering. */
export type Handler = (response: ServerResponse, request: Seen) => void;

const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** A server on this machine that answers as told, request by request. Ends with the test. */
export async function oddServer(...handlers: Handler[]): Promise<OddServer> {
  const seen: Seen[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += String(part);
    const entry = { method: request.method ?? '', url: request.url ?? '', headers: request.headers, body };
    const handler = handlers[Math.min(seen.length, handlers.length - 1)];
    seen.push(entry);
    handler?.(response, entry);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(
    () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port');
  return { url: `http://127.0.0.1:${address.port}`, seen };
}

/** Answers JSON. */
export function json(status: number, body: unknown, headers: Record<string, string> = {}): Handler {
  return (response) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

/** Answers a text as it is. */
export function raw(status: number, body: string, headers: Record<string, string> = {}): Handler {
  return (response) => response.writeHead(status, headers).end(body);
}

/** Takes the request and never answers. */
export const hang: Handler = () => {};

/** Takes the request and cuts the connection. */
export const cut: Handler = (response) => response.destroy();
