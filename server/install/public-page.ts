import { createHash } from 'node:crypto';
import type { Response } from 'express';

const style =
  ':root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}main{max-width:32rem;margin:15vh auto;padding:0 1rem}small{opacity:.7}';
const styleHash = createHash('sha256').update(style).digest('base64');

export type PublicPage = {
  status: number;
  title: string;
  sentence: string;
  link?: { href: string; text: string };
  /** A button that does what the page asks about; `token` says whose business it is. */
  form?: { action: string; token: string; button: string };
  /** Code of the error, for support. */
  code?: string;
};

/** Sends one of the few pages that are seen outside Pipedrive: a sentence and what to do. It cannot be framed or cached. */
export function sendPublicPage(response: Response, page: PublicPage): void {
  const { status, title, sentence, link, form, code } = page;
  response
    .status(status)
    .set({
      'Content-Security-Policy': `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action ${form ? "'self'" : "'none'"}; frame-ancestors 'none'`,
      'Cache-Control': 'no-store',
      'Referrer-Policy': 'no-referrer',
      'X-Content-Type-Options': 'nosniff',
    })
    .type('html')
    .send(
      `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
        `<title>${text(title)}</title><style>${style}</style></head><body><main><h1>${text(title)}</h1>` +
        `<p>${text(sentence)}</p>` +
        `${link ? `<p><a href="${text(link.href)}">${text(link.text)}</a></p>` : ''}${form ? formOf(form) : ''}` +
        `${code === undefined ? '' : `<p><small>Code: ${text(code)}</small></p>`}</main></body></html>`,
    );
}

function formOf({ action, token, button }: NonNullable<PublicPage['form']>): string {
  return (
    `<form method="post" action="${text(action)}"><input type="hidden" name="token" value="${text(token)}">` +
    `<button>${text(button)}</button></form>`
  );
}

function text(value: string): string {
  return value.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
