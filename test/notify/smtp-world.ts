import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { afterAll } from 'vitest';

/**
 * What the mail server does: `ok` takes everything; `refuses` knows no recipient (550); `busy` takes nothing now (451);
 * `silent` answers no command after the greeting; `cut` takes the whole mail and ends the connection without a word.
 */
export type Manner = 'ok' | 'refuses' | 'busy' | 'silent' | 'cut';
export type Received = { to: string; text: string };

/** A real SMTP server on a free port. Call it at the top of a test file. */
export async function smtpWorld() {
  const received: Received[] = [];
  const state: { manner: Manner; held: (() => void) | null } = { manner: 'ok', held: null };
  const refusal = (code: number, words: string) => Object.assign(new Error(words), { responseCode: code });

  const make = () =>
    new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      logger: false,
      onMailFrom(_address, _session, callback) {
        if (state.manner === 'silent') return;
        callback(state.manner === 'busy' ? refusal(451, 'Try again later') : null);
      },
      onRcptTo({ address }, _session, callback) {
        callback(state.manner === 'refuses' ? refusal(550, `No such mailbox: ${address}`) : null);
      },
      onData(stream, session, callback) {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          const to = session.envelope.rcptTo.map(({ address }) => address).join();
          received.push({ to, text: Buffer.concat(chunks).toString('utf8') });
          if (state.manner !== 'cut') return callback(null);
          for (const connection of server.connections) connection.close();
        });
      },
    });
  let server = make();
  server.on('error', () => {});
  const listen = (port: number) =>
    new Promise<void>((resolve) => {
      server.listen(port, '127.0.0.1', () => resolve());
    });
  await listen(0);
  const { port } = server.server.address() as AddressInfo;
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()));
  afterAll(close);

  return {
    url: `smtp://127.0.0.1:${port}`,
    received,
    set manner(manner: Manner) {
      state.manner = manner;
    },
    /** Stops the server; connections are refused from now on. */
    stop: close,
    async startAgain() {
      server = make();
      server.on('error', () => {});
      await listen(port);
    },
  };
}

/** The text of a mail as its reader sees it: folded lines joined and escapes of quoted-printable taken out. */
export function readable({ text }: Received): string {
  return text
    .replaceAll('=\r\n', '')
    .replaceAll('\r\n ', ' ')
    .replace(/(=[0-9A-F]{2})+/g, (run) => Buffer.from(run.replaceAll('=', ''), 'hex').toString('utf8'));
}

/** The token in the first link of a mail. */
export function tokenIn(mail: Received | undefined, page: 'confirm' | 'unsubscribe'): string {
  const token = new RegExp(`/mail/${page}\\?token=([\\w-]{43})`).exec(mail ? readable(mail) : '')?.[1];
  if (!token) throw new Error(`There is no ${page} link in the mail`);
  return token;
}
