import { Readable } from 'node:stream';
import MailComposer from 'nodemailer/lib/mail-composer';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { Log } from '../platform/log.ts';
import { smtpServerOf } from './smtp-server.ts';

export type Mail = {
  to: string;
  subject: string;
  text: string;
  html: string;
  /** Address that ends the mails, for the button that mail programs show. */
  unsubscribeUrl?: string;
};

/**
 * `sent`: the server took it. `not_sent`: it certainly did not, a later attempt may succeed. `refused`: the server does not
 * take mail for this address. `doubtful`: the connection ended after the text had begun to flow.
 */
export type MailOutcome = 'sent' | 'not_sent' | 'refused' | 'doubtful';
export type Mailer = { send(mail: Mail): Promise<MailOutcome> };

type Options = {
  smtpUrl: string;
  from: string;
  log: Log /** No step may take longer. */;
  timeoutMs?: number;
};

/** Failures as the connection reports them; their words may quote the address and are left alone. */
type Failure = { code?: string; responseCode?: number; command?: string };

/**
 * Sends mail through the operator's server, one connection each: there are few. Speaks to the connection itself, because
 * only there can be seen whether a mail that failed may have arrived all the same.
 */
export function createMailer({ smtpUrl, from, log, timeoutMs = 20_000 }: Options): Mailer {
  const { auth, ...server } = smtpServerOf(smtpUrl);

  return {
    async send(mail) {
      const { envelope, content } = await written(from, mail);
      const connection = new SMTPConnection({
        ...server,
        connectionTimeout: timeoutMs,
        greetingTimeout: timeoutMs,
        socketTimeout: timeoutMs,
      });
      let began = false;
      const message = new Readable({
        read() {
          began = true;
          this.push(content);
          this.push(null);
        },
      });
      try {
        await new Promise<void>((resolve, reject) => {
          const done = (error?: unknown) => (error ? reject(error) : resolve());
          connection.once('error', reject);
          connection.connect((refused) => {
            if (refused) return reject(refused);
            const send = () => connection.send(envelope, message, done);
            if (!auth) return send();
            connection.login(auth, (denied) => (denied ? reject(denied) : send()));
          });
        });
        return 'sent';
      } catch (error) {
        const { code, responseCode, command } = error as Failure;
        const outcome = outcomeOf({ responseCode, command }, began);
        log.warn({ code, responseCode, outcome }, 'a mail was not sent');
        return outcome;
      } finally {
        // Whatever the connection says after the end is about a mail that is dealt with.
        connection.on('error', () => {});
        connection.close();
      }
    },
  };
}

function outcomeOf(
  { responseCode, command }: { responseCode: number | undefined; command: string | undefined },
  began: boolean,
): MailOutcome {
  if (responseCode !== undefined && responseCode >= 400) {
    return responseCode >= 500 && command?.startsWith('RCPT') ? 'refused' : 'not_sent';
  }
  return began ? 'doubtful' : 'not_sent';
}

async function written(from: string, { unsubscribeUrl, ...mail }: Mail) {
  const headers: Record<string, string> = { 'Auto-Submitted': 'auto-generated' };
  if (unsubscribeUrl) {
    headers['List-Unsubscribe'] = `<${unsubscribeUrl}>`;
    headers['List-Unsubscribe-Post'] = 'List-Unsubscribe=One-Click';
  }
  const message = new MailComposer({ from, ...mail, headers }).compile();
  return { envelope: message.getEnvelope(), content: await message.build() };
}
