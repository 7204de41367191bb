import { roundNumber } from './canonical.ts';
import type { Converted, Present } from './converted.ts';

/** Longest `varchar` value; beyond it Pipedrive's behaviour is not documented (pipedrive-api.md §2.9). */
export const shortTextLimit = 255;
/** Longest `text` value Pipedrive documents. */
export const largeTextLimit = 65_000;

const untidy =
  /^ | $| {2}|[\p{Cc}\p{Surrogate}\u00a0\u1680\u2000-\u200b\u2028\u2029\u202f\u205f\u2060\u3000\ufeff]/u;
/** Control characters that are no kind of blank, what has no width, and halves of characters. */
const invisible = /[^\P{Cc}\s\u0085]|[\u200b\u2060\ufeff\p{Surrogate}]/gu;
const separator = ', ';

export type Text = { text: string; cut: boolean };

/**
 * Text that survives Pipedrive's trimming unchanged: no control characters, no unpaired surrogates, no blanks
 * at the ends, never two in a row.
 * @param keepLines large text keeps its line breaks; elsewhere they become blanks.
 */
export function tidyText(text: string, keepLines = false): string {
  if (!untidy.test(text)) return text;
  const visible = text.replace(invisible, '');
  if (!keepLines) return visible.replace(/[\s\u0085]+/g, ' ').trim();
  return visible
    .replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** Cuts tidy text at `limit` UTF-16 units, never through a surrogate pair and never leaving a blank at the end. */
export function cutText(text: string, limit: number): Text {
  if (text.length <= limit) return { text, cut: false };
  const last = text.charCodeAt(limit - 1);
  const end = last >= 0xd800 && last <= 0xdbff ? limit - 1 : limit;
  return { text: text.slice(0, end).trimEnd(), cut: true };
}

/** What a source says as text on one line; empty when it says nothing. Of money the amount, then the currency. */
export function plainText(source: Exclude<Present, string[]>): string {
  if (typeof source === 'string') return tidyText(source);
  if (typeof source !== 'number') return tidyText(`${plainText(source.amount)} ${source.currency}`);
  return Number.isFinite(source) ? String(roundNumber(source)) : '';
}

/**
 * The items of a list, tidied, without empty and repeated ones, and sorted (without regard to case, then by code unit;
 * never by locale, whose tables change): the order in which Store Leads happens to list apps or technologies must not
 * cause a write.
 */
export function listItems(list: readonly string[]): string[] {
  const tidy = new Set<string>();
  for (const item of list) {
    const text = tidyText(item);
    if (text !== '') tidy.add(text);
  }
  if (tidy.size < 2) return [...tidy];
  const items = Array.from(tidy, (text) => ({ text, lower: text.toLowerCase() }));
  items.sort((a, b) => compare(a.lower, b.lower) || compare(a.text, b.text));
  return items.map(({ text }) => text);
}

/**
 * Text for a field that holds at most `limit` characters. A list is cut at whole items, and only a first item that is
 * too long by itself inside.
 * @param keepLines large text keeps its line breaks; elsewhere they become blanks.
 */
export function toText(source: Present, limit: number, keepLines = false): Converted {
  const { text, cut } = Array.isArray(source)
    ? joinItems(listItems(source), limit)
    : cutText(typeof source === 'string' ? tidyText(source, keepLines) : plainText(source), limit);
  if (text === '') return { value: null };
  return cut ? { value: text, note: 'cut' } : { value: text };
}

function joinItems(items: readonly string[], limit: number): Text {
  let text = '';
  for (const item of items) {
    const longer = text === '' ? item : text + separator + item;
    if (longer.length > limit) return text === '' ? cutText(item, limit) : { text, cut: true };
    text = longer;
  }
  return { text, cut: false };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
