import { expect, test } from 'vitest';
import registration from '../../manifest/registration.json' with { type: 'json' };
import { missingScopes, requiredScopes } from '../../server/install/scopes.ts';

test('the app asks for exactly the scopes it is registered with', () => {
  expect([...requiredScopes].sort()).toEqual([...registration.scopes].sort());
  expect(missingScopes(registration.scopes)).toEqual([]);
});

test.each(registration.scopes)('a grant without %s is found wanting', (scope) => {
  expect(missingScopes(registration.scopes.filter((each) => each !== scope))).toEqual([scope]);
});
