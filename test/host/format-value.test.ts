import { expect, test } from 'vitest';
import { formatCustomValue } from '../sandbox/host/format-value.ts';
import { newField } from '../sandbox/seed/fields.ts';
import { seedWorld } from '../sandbox/seed/seed-world.ts';
import type { CustomValue } from '../sandbox/world.ts';

const world = seedWorld({
  clientId: 'a',
  clientSecret: 'b',
  scopes: [],
  now: new Date('2026-03-01T12:00:00Z'),
  seed: 1,
  organizations: 1,
  persons: 1,
  limits: false,
  canary: '',
});
const options = [
  { id: 7, label: 'Gold & more' },
  { id: 8, label: 'Silver' },
];

test.each<[type: string, value: CustomValue | undefined, shown: string | undefined]>([
  ['double', 1234567.5, '1,234,567.5'],
  ['double', 0, '0'],
  ['monetary', { value: 1234.5, currency: 'EUR' }, '€1,234.50'],
  ['monetary', { value: 10, currency: 'PTS' }, 'PTS 10.00'],
  ['date', '2026-02-03', '3 Feb 2026'],
  ['date', 'unreadable', 'unreadable'],
  ['daterange', { value: '2026-02-03', until: '2026-02-04' }, '2026-02-03 – 2026-02-04'],
  ['time', { value: '10:00:00', timezone_id: 1, timezone_name: 'Europe/Dublin' }, '10:00:00'],
  ['enum', 7, 'Gold & more'],
  ['enum', 99, 'Option 99'],
  ['set', [8, 7], 'Silver Gold & more'],
  ['set', [], undefined],
  ['user', world.users[0]?.id ?? 0, world.users[0]?.name],
  ['address', { value: '1 Quay Street, Cork', country: 'Ireland' }, '1 Quay Street, Cork'],
  ['varchar', 'a <b>', 'a <b>'],
  ['varchar', '', undefined],
  ['text', undefined, undefined],
])('%s %j is shown as %s', (type, value, shown) => {
  const formatted = formatCustomValue(
    world,
    newField('organization', 'code', 'Field', type, { options }),
    value,
  );
  expect(formatted && textOf(formatted.markup)).toBe(shown);
});

test('only a web address becomes a link', () => {
  const markup = (value: string) =>
    formatCustomValue(world, newField('organization', 'code', 'Field', 'varchar'), value)?.markup ?? '';
  expect(markup('https://shop.example/a?b=1&c=2')).toContain('href="https://shop.example/a?b=1&amp;c=2"');
  for (const text of ['shop.example', 'javascript:alert(1)', 'see https://shop.example']) {
    expect(markup(text)).not.toContain('<a');
  }
});

const textOf = (markup: string) =>
  markup
    .replace(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .trim()
    .replaceAll('\u00a0', ' ');
