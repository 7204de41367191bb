import type { SampleRandom } from './sample-random.ts';
import type { SampleState } from './sample-state.ts';
import type { ContactInfo } from './store.ts';

const profileStart = {
  facebook: 'https://www.facebook.com/',
  instagram: 'https://www.instagram.com/',
  tiktok: 'https://www.tiktok.com/@',
  youtube: 'https://www.youtube.com/@',
  twitter: 'https://twitter.com/',
  pinterest: 'https://www.pinterest.com/',
  linkedin: 'https://www.linkedin.com/company/',
} as const;

/** How likely a shop has a profile on a network. */
const presence = {
  facebook: 0.75,
  instagram: 0.7,
  tiktok: 0.3,
  youtube: 0.3,
  twitter: 0.35,
  pinterest: 0.3,
  linkedin: 0.25,
};

/** Invented contacts: the shop's own `.example` addresses, fictitious numbers, handles that say they are examples. */
export function sampleContacts(state: SampleState, bare: string, random: SampleRandom): ContactInfo[] {
  const contacts: ContactInfo[] = [];
  const source = '/pages/contact';
  for (const name of random.some(['hello', 'info', 'support', 'sales'], random.whole(0, 3))) {
    contacts.push({ type: 'email', value: `${name}@${bare}`, source });
  }
  for (let n = random.whole(0, 5); n > 2; n -= 1) {
    contacts.push({
      type: 'phone',
      value: state.place.phone.replaceAll('#', () => String(random.whole(0, 9))),
      source,
    });
  }
  const handle = `${state.slug.replaceAll('-', '_')}_example`;
  for (const network of [
    'facebook',
    'instagram',
    'tiktok',
    'youtube',
    'twitter',
    'pinterest',
    'linkedin',
  ] as const) {
    if (!random.chance(presence[network])) continue;
    contacts.push({
      type: network,
      value: profileStart[network] + handle,
      source: '/',
      ...followers(state, network),
    });
  }
  if (random.chance(0.03)) {
    contacts.push({ type: 'facebook', value: `${profileStart.facebook}groups/${handle}`, source: '/' });
  }
  return contacts;
}

/** Facebook, Instagram and LinkedIn come without counts nowadays. */
function followers(state: SampleState, network: keyof typeof profileStart): Partial<ContactInfo> {
  if (network === 'facebook' || network === 'instagram' || network === 'linkedin') return {};
  return { followers: state.followers[network], followers_30d: state.followers30d[network] };
}
