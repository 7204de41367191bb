/** How a route tells who is asking. `delivery`: see test/inbox/receiver.test.ts. */
type Guard = 'open' | 'pipedrive' | 'delivery' | 'operator' | 'person';

export type RouteCase = {
  /** As the app's routers name it, such as `GET /api/runs/:id`. */
  route: string;
  guard: Guard;
  /** Only an admin or the account's owner may. */
  manager?: true;
  /** A good body, so that nothing but the caller can be the reason for a refusal. */
  body?: object;
};

const person = (route: string, more: Partial<RouteCase> = {}): RouteCase => ({
  route,
  guard: 'person',
  ...more,
});
const managed = (route: string, body?: object): RouteCase =>
  person(route, { manager: true, ...(body ? { body } : {}) });

/** Every route of the app. A route that is missing here fails the test that compares this with the routers. */
export const allRoutes: RouteCase[] = [
  { route: 'GET /', guard: 'open' },
  { route: 'GET /panel', guard: 'open' },
  { route: 'GET /settings', guard: 'open' },
  { route: 'GET /review', guard: 'open' },
  { route: 'GET /calculated-values', guard: 'open' },
  { route: 'GET /healthz', guard: 'open' },
  { route: 'GET /readyz', guard: 'open' },
  { route: 'GET /install', guard: 'open' },
  { route: 'GET /oauth/callback', guard: 'open' },
  { route: 'DELETE /oauth/callback', guard: 'pipedrive' },
  { route: 'POST /oauth/callback', guard: 'pipedrive' },
  { route: 'GET /metrics', guard: 'operator' },
  { route: 'GET /operator/accounts/:companyId', guard: 'operator' },
  { route: 'PUT /operator/accounts/:companyId', guard: 'operator', body: { plan: 'free' } },
  person('GET /api/settings'),
  person('GET /api/settings/website-fields'),
  managed('PUT /api/settings/website-field', { code: 'website' }),
  person('GET /api/connections/people'),
  managed('PUT /api/connections/standby', { mode: 'nobody', userId: null }),
  managed('POST /api/connections/promote'),
  { route: 'GET /mail/confirm', guard: 'open' },
  { route: 'POST /mail/confirm', guard: 'open' },
  { route: 'GET /mail/unsubscribe', guard: 'open' },
  { route: 'POST /mail/unsubscribe', guard: 'open' },
  person('GET /api/error-mail'),
  // The owner's alone, admin or not: see test/notify/error-mail.test.ts.
  person('PUT /api/error-mail', { body: { address: 'somebody@mail.example', timeZone: 'UTC' } }),
  person('DELETE /api/error-mail'),
  person('POST /api/error-mail/test'),
  { route: 'GET /webhooks/pipedrive/:address', guard: 'open' },
  { route: 'POST /webhooks/pipedrive/:address', guard: 'delivery' },
  person('GET /api/webhooks'),
  managed('POST /api/webhooks/check'),
  managed('POST /api/webhooks/retry-dead'),
  person('GET /api/preferences'),
  person('GET /api/releases/current'),
  person('GET /api/signals/preview'),
  managed('PUT /api/preferences', { version: 0, change: { automatic: false } }),
  person('GET /api/budget'),
  managed('PUT /api/budget', { sharePercent: 50, from: 40 }),
  person('GET /api/mapping'),
  person('POST /api/mapping/check', { body: { edition: 0 } }),
  managed('PUT /api/mapping', { edition: 0, organization: { enabled: true } }),
  managed('POST /api/mapping/fields', { objectType: 'organization', create: ['city'], takeOver: [] }),
  managed('PUT /api/mapping/plan', { pipedrivePlan: 'lite' }),
  person('GET /api/mapping/versions'),
  managed('POST /api/mapping/versions/:edition/check'),
  managed('POST /api/mapping/versions/:edition/restore', { edition: 0 }),
  managed('GET /api/configuration'),
  managed('POST /api/configuration/check', { text: '{}' }),
  managed('POST /api/configuration', { text: '{}', edition: 0 }),
  person('GET /api/expressions/help'),
  person('POST /api/expressions/check', {
    body: { expression: '1', resultType: 'number', examples: [] },
  }),
  person('GET /api/runs'),
  person('GET /api/runs/:id'),
  person('GET /api/runs/:id/notes'),
  person('GET /api/runs/:id/records'),
  managed('POST /api/runs/:id/cancel'),
  managed('POST /api/runs/:id/pause'),
  managed('POST /api/runs/:id/retry', {}),
  managed('POST /api/runs/:id/resume'),
  managed('GET /api/runs/:id/undo'),
  managed('POST /api/runs/:id/undo'),
  // Tells people who may not undo that there is nothing for them.
  person('GET /api/organizations/:id/undo'),
  managed('POST /api/organizations/:id/undo', { runId: 'r1' }),
  person('GET /api/organizations/:id/panel'),
  person('GET /api/organizations/:id/history'),
  person('POST /api/organizations/names', { body: { ids: [1] } }),
  person('GET /api/attention'),
  person('GET /api/dead-letters'),
  managed('POST /api/dead-letters/retry', {}),
  person('GET /api/persons/:id/panel'),
  person('POST /api/organizations/:id/enrich'),
  person('POST /api/organizations/:id/link', { body: { decision: 'do_not_enrich' } }),
  person('POST /api/organizations/enrich', { body: { ids: [1] } }),
  person('POST /api/preview', {
    body: { objectType: 'organization', scope: { kind: 'records', ids: [1] }, draft: null },
  }),
  managed('POST /api/preview/all'),
  person('GET /api/preview/cost'),
  managed('POST /api/scans'),
  person('GET /api/enrich-all/estimate'),
  managed('POST /api/enrich-all'),
];
