import { createHash } from 'node:crypto';
import type { Response } from 'express';

const style =
  ':root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}main{max-width:32rem;margin:15vh auto;padding:0 1rem}small{opacity:.7}';
const styleHash = createHash('sha256').update(style).digest('base64');

type Page = {
  status: number;
  title: string;
  sentence: string;
  link: { href: string; text: string };
  /** Code of the error, for support. */
  code?: string;
};

/** Sends one of the few pages that are seen outside Pipedrive: a sentence and a link. It cannot be framed or cached. */
export function sendPublicPage(response: Response, { status, title, sentence, link, code }: Page): void {
  response
    .status(status)
    .set({
      'Content-Security-Policy': `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
      'Cache-Control': 'no-store',
      'Referrer-Policy': 'no-referrer',
      'X-Content-Type-Options': 'nosniff',
    })
    .type('html')
    .send(
      `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
        `<title>${text(title)}</title><style>${style}</style></head><body><main><h1>${text(title)}</h1>` +
        `<p>${text(sentence)}</p><p><a href="${text(link.href)}">${text(link.text)}</a></p>` +
        `${code === undefined ? '' : `<p><small>Code: ${text(code)}</small></p>`}</main></body></html>`,
    );
}

function text(value: string): string {
  return value.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
