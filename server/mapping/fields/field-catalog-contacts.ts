import { readEmails, readPhones, readText } from '../../catalog/read-domain.ts';
import type { StoreDomain } from '../../catalog/store.ts';
import { type CatalogRow, shortListRow, textRow } from './field-catalog-row.ts';

/** How to reach the merchant, and the merchant's own apps. */
export const contactRows: readonly CatalogRow[] = [
  textRow(
    {
      n: 2,
      key: 'android_app_id',
      label: 'Android App ID',
      description: "Package id of the merchant's Android app",
    },
    androidAppId,
  ),
  textRow(
    {
      n: 3,
      key: 'android_app_url',
      label: 'Android App URL',
      description: "Store-listing link of the merchant's Android app",
      unit: 'URL',
    },
    (domain) => link('https://play.google.com/store/apps/details?id=', androidAppId(domain)),
  ),
  textRow(
    { n: 18, key: 'email', label: 'Email', description: 'First email address found', unit: 'email' },
    (domain) => readEmails(domain)?.[0] ?? null,
  ),
  shortListRow(
    {
      n: 19,
      key: 'emails',
      label: 'Emails',
      description: 'All email addresses found on the site',
      unit: 'email',
    },
    readEmails,
  ),
  phoneRow(43, 1, 'First'),
  phoneRow(44, 2, 'Second'),
  phoneRow(45, 3, 'Third'),
  shortListRow(
    {
      n: 46,
      key: 'phones',
      label: 'Phones',
      description: 'All phone numbers found on the site',
      unit: 'phone',
    },
    readPhones,
  ),
  textRow(
    {
      n: 96,
      key: 'ios_app_id',
      label: 'iOS App ID',
      description: "App Store id of the merchant's iOS app (form id + digits)",
    },
    iosAppId,
  ),
  textRow(
    {
      n: 97,
      key: 'ios_app_url',
      label: 'iOS App URL',
      description: "Store-listing link of the merchant's iOS app",
      unit: 'URL',
    },
    (domain) => link('https://apps.apple.com/app/', iosAppId(domain)),
  ),
];

function phoneRow(n: number, number: number, ordinal: string): CatalogRow {
  const description = `${ordinal} phone number found`;
  return textRow(
    { n, key: `phone_${number}`, label: `Phone ${number}`, description, unit: 'phone' },
    (domain) => readPhones(domain)?.[number - 1] ?? null,
  );
}

/** A package id, also when the record holds the whole listing link. */
function androidAppId(domain: StoreDomain): string | null {
  const text = readText(domain['android_app_id']);
  return text === null ? null : (/(?:^|[?&]id=)([a-z]\w*(?:\.\w+)+)(?:$|&)/i.exec(text)?.[1] ?? null);
}

/** `id` and digits, whether the record has them like that, bare, or inside a link. */
function iosAppId(domain: StoreDomain): string | null {
  const digits = /^(?:.*\/)?(?:id)?(\d{5,15})(?:[?/].*)?$/i.exec(readText(domain['ios_app_id']) ?? '')?.[1];
  return digits === undefined ? null : `id${digits}`;
}

function link(start: string, id: string | null): string | null {
  return id === null ? null : start + id;
}
