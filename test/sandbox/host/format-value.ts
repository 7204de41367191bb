import type { Address, CustomValue, Field, World } from '../world.ts';
import { type Html, html } from './html.ts';

const locale = 'en-GB';

/** Shows the value of a custom field as a person reads it; an empty value gives undefined. */
export function formatCustomValue(
  world: World,
  field: Field,
  value: CustomValue | undefined,
): Html | undefined {
  if (value === undefined || value === '') return undefined;
  switch (field.type) {
    case 'double':
    case 'int':
      return typeof value === 'number' ? html`${formatNumber(value)}` : plain(value);
    case 'monetary':
      return isParts(value) ? html`${formatMoney(value['value'], value['currency'])}` : plain(value);
    case 'date':
      return typeof value === 'string' ? html`${formatDate(value)}` : plain(value);
    case 'daterange':
    case 'timerange':
      return isParts(value) ? html`${value['value']} – ${value['until']}` : plain(value);
    case 'enum':
      return typeof value === 'number' ? optionLabels(field, [value]) : plain(value);
    case 'set':
      return Array.isArray(value) ? optionLabels(field, value) : plain(value);
    case 'user':
      return html`${world.users.find((user) => user.id === value)?.name ?? `User ${String(value)}`}`;
    case 'org':
      return html`<a href="/organization/${String(value)}">Organization ${String(value)}</a>`;
    case 'people':
      return html`<a href="/person/${String(value)}">Person ${String(value)}</a>`;
    default:
      return isParts(value) ? html`${value['value'] ?? ''}` : formatText(String(value));
  }
}

/** Text with its line breaks; what looks like a web address can be clicked, as in Pipedrive. */
export function formatText(text: string): Html {
  if (!/^https?:\/\/\S+$/i.test(text)) return html`<span class="lines">${text}</span>`;
  return html`<a href="${text}" target="_blank" rel="noopener noreferrer">${text}</a>`;
}

/** A number as people read it. */
export function formatNumber(value: number): string {
  return new Intl.NumberFormat(locale, { maximumFractionDigits: 6 }).format(value);
}

/** A calendar day (`YYYY-MM-DD`) or a moment, written as a date. */
function formatDate(value: string): string {
  const time = new Date(value);
  if (Number.isNaN(time.getTime())) return value;
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }).format(time);
}

/** A moment in the zone of the person who looks. */
export function formatMoment(value: string, timeZone: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(
    new Date(value),
  );
}

/** An address in one line. */
export function formatAddress(address: Address): Html {
  return html`${address.value}`;
}

function formatMoney(
  value: string | number | null | undefined,
  currency: string | number | null | undefined,
) {
  if (typeof value !== 'number' || typeof currency !== 'string') return String(value ?? '');
  if (!/^[A-Z]{3}$/.test(currency)) return `${formatNumber(value)} ${currency}`;
  return new Intl.NumberFormat(locale, { style: 'currency', currency }).format(value);
}

/** Labels of chosen options, each as a chip. */
export function optionLabels(field: Field | undefined, ids: readonly number[]): Html | undefined {
  if (ids.length === 0) return undefined;
  const label = (id: number) => field?.options?.find((option) => option.id === id)?.label ?? `Option ${id}`;
  return html`${ids.map((id) => html`<span class="chip">${label(id)}</span> `)}`;
}

function isParts(value: CustomValue): value is { [part: string]: string | number | null } {
  return typeof value === 'object' && !Array.isArray(value);
}

const plain = (value: CustomValue): Html => html`${JSON.stringify(value)}`;
