import { expect, test } from 'vitest';
import { uninstallCall } from '../../server/install/uninstall-call.ts';

const at = (timestamp: unknown) =>
  uninstallCall.safeParse({ client_id: 'c', company_id: 1, user_id: 2, timestamp }).data?.at.toISOString();

test.each([
  ['2026-11-02T09:00:05.250Z', '2026-11-02T09:00:05.250Z'],
  ['2026-11-02T09:00:05.250123Z', '2026-11-02T09:00:05.250Z'],
  ['2026-11-02T09:00:05Z', '2026-11-02T09:00:05.999Z'],
  ['2026-11-02T11:00:05+02:00', '2026-11-02T09:00:05.999Z'],
  ['2026-11-02 09:00:05', '2026-11-02T09:00:05.999Z'],
  [1_793_610_005, '2026-11-02T09:00:05.999Z'],
  ['1793610005', '2026-11-02T09:00:05.999Z'],
  [1_793_610_005_250, '2026-11-02T09:00:05.250Z'],
])('%s names the moment until %s', (timestamp, moment) => {
  expect(at(timestamp)).toBe(moment);
});

test.each(['', 'now', '2026-13-45 99:00:00', '2026-11-02', null, {}, Number.NaN, 1e300])(
  '%s is no moment',
  (timestamp) => {
    expect(at(timestamp)).toBeUndefined();
  },
);
