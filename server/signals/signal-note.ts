import type { SignalChange } from './match-signals.ts';

/** What a note says, and of which release; `releasedAt` null: when it came out is not known any more. */
export type SignalNote = {
  storeId: string;
  release: number;
  releasedAt: Date | null;
  changes: readonly SignalChange[];
};

/** A note as Pipedrive takes it: one line a change, a link to the shop, and last the line that names the release. Pure. */
export function noteContent(note: SignalNote): string {
  const { storeId, changes } = note;
  const shop = `<a href="https://${encodeURI(storeId).replaceAll('"', '%22')}">${escaped(storeId)}</a>`;
  const lines = changes.map((change) => `<li>${lineOf(change)}</li>`);
  return `<p>New at ${shop}:</p><ul>${lines.join('')}</ul><p>${markerOf(note)}</p>`;
}

/**
 * The last line: it tells people where this comes from, and us which release a note is about. Only letters, digits, commas
 * and full stops, so that no cleaning of the HTML changes it, and none begins like another.
 */
export function markerOf({ release, releasedAt }: Pick<SignalNote, 'release' | 'releasedAt'>): string {
  return `Store Leads, release ${release}${releasedAt ? ` of ${day.format(releasedAt)}` : ''}.`;
}

/** True when a note of Pipedrive is ours about this release; line breaks and tags may have been changed. */
export function isNoteOf(note: Pick<SignalNote, 'release' | 'releasedAt'>, content: string): boolean {
  return content
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .includes(markerOf(note));
}

const day = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});

function lineOf({ kind, from, to }: SignalChange): string {
  switch (kind) {
    case 'platform_changed':
      return `Platform: ${fromTo(capital(from), capital(to))}`;
    case 'plan_changed':
      return `Plan: ${fromTo(from, to)}`;
    case 'app_added':
      return `App added: <b>${escaped(to ?? '')}</b>`;
    case 'app_removed':
      return `App removed: <b>${escaped(from ?? '')}</b>`;
  }
}

const fromTo = (from: string | null, to: string | null) =>
  `${escaped(from ?? 'none')} → <b>${escaped(to ?? 'none')}</b>`;

/** Store data has platforms in lower case. */
const capital = (name: string | null) => name && name.charAt(0).toUpperCase() + name.slice(1);

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string) => text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);
