import { contactsOfType, readCount, readText } from '../../catalog/read-domain.ts';
import { socialHandle, socialUrl } from '../../catalog/social-profile.ts';
import type { ContactInfo, StoreDomain } from '../../catalog/store.ts';
import type { Volatility } from '../mapping.ts';
import { type CatalogRow, numberRow, textRow } from './field-catalog-row.ts';

const followers: Volatility = { kind: 'tolerance', share: 0.15 };
const ridesAlong: Volatility = { kind: 'rides_along' };

type Find = (domain: StoreDomain) => ContactInfo | undefined;

/** Profiles on social networks. Only some networks still come with follower counts. */
export const socialRows: readonly CatalogRow[] = [
  handleRow(26, 'facebook', 'Facebook', facebookPage),
  urlRow(27, 'facebook', 'Facebook', facebookPage),
  textRow(
    {
      n: 28,
      key: 'facebook_group',
      label: 'Facebook Group',
      description: 'Facebook group name',
      unit: 'handle',
    },
    (domain) => socialHandle('facebook_group', facebookGroup(domain)?.value),
  ),
  textRow(
    {
      n: 29,
      key: 'facebook_group_url',
      label: 'Facebook Group URL',
      description: 'Facebook group link',
      unit: 'URL',
    },
    (domain) => socialUrl('facebook_group', facebookGroup(domain)?.value),
  ),
  handleRow(33, 'instagram', 'Instagram', first('instagram')),
  urlRow(34, 'instagram', 'Instagram', first('instagram')),
  textRow(
    {
      n: 39,
      key: 'linkedin_url',
      label: 'LinkedIn URL',
      description: 'Company page on LinkedIn',
      unit: 'URL',
    },
    (domain) => socialUrl('linkedin', first('linkedin')(domain)?.value),
  ),
  handleRow(47, 'pinterest', 'Pinterest', first('pinterest')),
  ...followerRows(48, 'pinterest', 'Pinterest', first('pinterest')),
  urlRow(50, 'pinterest', 'Pinterest', first('pinterest')),
  handleRow(78, 'tiktok', 'TikTok', first('tiktok')),
  ...followerRows(79, 'tiktok', 'TikTok', first('tiktok')),
  urlRow(81, 'tiktok', 'TikTok', first('tiktok')),
  handleRow(86, 'twitter', 'Twitter', first('twitter', 'x')),
  ...followerRows(87, 'twitter', 'Twitter', first('twitter', 'x')),
  urlRow(89, 'twitter', 'Twitter', first('twitter', 'x')),
  handleRow(91, 'youtube', 'YouTube', first('youtube')),
  ...followerRows(92, 'youtube', 'YouTube', first('youtube')),
  urlRow(94, 'youtube', 'YouTube', first('youtube')),
];

function handleRow(n: number, key: string, label: string, find: Find): CatalogRow {
  const description = `Account handle on ${label}`;
  return textRow({ n, key, label, description, unit: 'handle' }, (domain) =>
    socialHandle(key, find(domain)?.value),
  );
}

function urlRow(n: number, network: string, label: string, find: Find): CatalogRow {
  const row = {
    n,
    key: `${network}_url`,
    label: `${label} URL`,
    description: `Profile link on ${label}`,
    unit: 'URL',
  };
  return textRow(row, (domain) => socialUrl(network, find(domain)?.value));
}

/** The count at place `n` and its change over 30 days, which may be negative, at the next. */
function followerRows(n: number, network: string, label: string, find: Find): CatalogRow[] {
  return [
    numberRow(
      {
        n,
        key: `${network}_followers`,
        label: `${label} Followers`,
        description: `Follower count on ${label}`,
        unit: 'followers',
        volatility: followers,
      },
      (domain) => readCount(find(domain)?.followers),
    ),
    numberRow(
      {
        n: n + 1,
        key: `${network}_followers_30d`,
        label: `${label} Followers 30d`,
        description: `Follower change on ${label} in the last 30 days (may be negative)`,
        unit: 'followers (delta)',
        volatility: ridesAlong,
      },
      (domain) => readCount(find(domain)?.followers_30d, { min: Number.MIN_SAFE_INTEGER }),
    ),
  ];
}

function first(...types: string[]): Find {
  return (domain) => contactsOfType(domain, ...types)[0];
}

/** The API's name for the type of a group was never seen, so a group is also known by its address. */
function isGroup(contact: ContactInfo): boolean {
  if (contact.type.trim().toLowerCase() !== 'facebook') return true;
  return /^[^?#]*\.\w+\/groups\//i.test(readText(contact.value) ?? '');
}

const facebookTypes = ['facebook', 'facebook_group', 'facebook group', 'facebookgroup', 'facebook-group'];

function facebookGroup(domain: StoreDomain): ContactInfo | undefined {
  return contactsOfType(domain, ...facebookTypes).find(isGroup);
}

function facebookPage(domain: StoreDomain): ContactInfo | undefined {
  return contactsOfType(domain, 'facebook').find((contact) => !isGroup(contact));
}
