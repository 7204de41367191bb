import { websiteKeys } from '../catalog/match-website.ts';
import type { Link } from '../enrichment/link.ts';
import type { InboxEvent } from './inbox-event.ts';
import { compareTimes } from './judge-event.ts';

/** The text by which the website an event shows is matched; null where it shows none, or that of another field. */
export function websiteTextOf(event: InboxEvent, websiteField: string | null): string | null {
  const { domains, mailDomains } = event;
  if (domains === null || websiteField === null || event.websiteField !== websiteField) return null;
  return [...domains, ...mailDomains.map((host) => `mail@${host}`)].join(' ');
}

/**
 * Whether an event shows another website than the link was made by: `yes`; `doubt`, where it may be the older one of the
 * two; or `no`. Of a record that was gone any newer event that shows it is news; where nobody knows since when, only a look
 * tells. Pure.
 */
export function showsOtherWebsite(
  event: InboxEvent,
  link: Link,
  text: string | null,
): 'yes' | 'no' | 'doubt' {
  const order = compareTimes(event.updateTime, link.updateTime);
  if (order === 'older') return 'no';
  if (link.gone) return link.updateTime !== null && order === 'newer' && text !== null ? 'yes' : 'doubt';
  if (text === null || text === textOf(link)) return 'no';
  if (hostsOf(text).join(' ') === link.domains.join(' ')) return 'no';
  return order === 'newer' ? 'yes' : 'doubt';
}

const textOf = ({ domains }: Link) => domains.join(' ');

/** The hosts of a text that a link would keep. */
function hostsOf(text: string): string[] {
  const website = websiteKeys(text);
  if (website.kind !== 'candidates') return [];
  return website.candidates.filter(({ keys }) => keys.length > 0).map(({ host }) => host);
}
