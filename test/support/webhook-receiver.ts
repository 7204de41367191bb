import { once as happened } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { z } from 'zod';
import { webhookBody } from './webhook-body.ts';

type Received = {
  headers: IncomingMessage['headers'];
  /** The credentials of Basic authentication, `user:password`; empty when there were none. */
  credentials: string;
  body: z.infer<typeof webhookBody>;
};

export type WebhookReceiver = {
  /** Where it listens. */
  url: string;
  received: Received[];
  /** What it answers from now on: a status, or nothing at all. */
  answer(status: number | 'nothing'): void;
  /** Resolves once it has been sent `count` events in all. */
  until(count: number): Promise<void>;
  /** Resolves once somebody looked whether it is there. */
  untilAsked(): Promise<void>;
  close(): Promise<void>;
};

/** A receiver of webhooks that writes down what it is sent. Its 200 comes at once unless told otherwise. */
export async function startWebhookReceiver(): Promise<WebhookReceiver> {
  const received: Received[] = [];
  const asked: string[] = [];
  const watchers = new Set<() => void>();
  const until = (holds: () => boolean) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (!holds()) return;
        watchers.delete(look);
        resolve();
      };
      watchers.add(look);
      look();
    });
  let next: number | 'nothing' = 200;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString('utf8');
    if (request.method !== 'POST') asked.push(request.method ?? '');
    else {
      const basic = /^Basic (\S+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
      received.push({
        headers: request.headers,
        credentials: Buffer.from(basic, 'base64').toString('utf8'),
        body: webhookBody.parse(JSON.parse(text)),
      });
    }
    for (const look of watchers) look();
    if (next !== 'nothing') response.writeHead(next, next === 302 ? { location: '/elsewhere' } : {}).end();
  });
  server.listen(0, '127.0.0.1');
  await happened(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received,
    answer: (status) => {
      next = status;
    },
    until: (count) => until(() => received.length >= count),
    untilAsked: () => until(() => asked.length > 0),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await happened(server, 'close');
    },
  };
}
