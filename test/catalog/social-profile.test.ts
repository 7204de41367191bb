import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { socialHandle, socialUrl } from '../../server/catalog/social-profile.ts';

const networks = 'facebook facebook_group instagram linkedin pinterest tiktok twitter youtube'.split(' ');
const link = fc
  .tuple(
    fc.constantFrom('https://', 'http://', 'HTTPS://'),
    fc.oneof(fc.constant('www.facebook.com'), fc.stringMatching(/^([a-z0-9]{1,8}\.){1,3}[a-zA-Z]{2,6}$/)),
    fc.oneof(
      fc.constantFrom(
        'share',
        'profile.php',
        'Profile.PHP',
        'groups',
        'pages',
        'intent',
        '@',
        '..',
        '.a',
        '_',
      ),
      fc.stringMatching(/^@?\w[\w.-]{0,12}$/),
    ),
    fc.constantFrom('', '/'),
  )
  .map(([scheme, host, name, end]) => `${scheme}${host}/${name}${end}`);

describe('a plain profile link', () => {
  it('says the same as it does with an empty query, which the URL parser has to read', () => {
    fc.assert(
      fc.property(fc.constantFrom(...networks), link, (network, text) => {
        expect(socialHandle(network, text)).toBe(socialHandle(network, `${text}?`));
        expect(socialUrl(network, text)).toBe(socialUrl(network, `${text}?`)?.slice(0, -1));
      }),
      { numRuns: 2000 },
    );
  });

  it('names the account', () => {
    expect(socialHandle('instagram', 'https://www.instagram.com/fern.oak/')).toBe('fern.oak');
    expect(socialHandle('facebook', 'https://www.facebook.com/profile.php')).toBeNull();
    expect(socialHandle('facebook', 'https://www.facebook.com/groups')).toBeNull();
  });
});
