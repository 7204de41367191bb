import type { Organization } from '../pipedrive/types.ts';

/** Code of the standard field that holds a website. */
const standardWebsite = 'website';

/** Field codes a list call must ask for so that `websiteText` can read the website. */
export function websiteFields(websiteField: string): string[] {
  return websiteField === standardWebsite ? [] : [websiteField];
}

/** What the organization's website field holds; empty where it holds nothing, or nothing that is text. */
export function websiteText(organization: Organization, websiteField: string): string {
  if (websiteField === standardWebsite) return organization.website ?? '';
  const value = organization.customFields[websiteField];
  return typeof value === 'string' ? value : '';
}
