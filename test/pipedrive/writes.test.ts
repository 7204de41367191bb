import { describe, expect, it } from 'vitest';
import type { FieldValue } from '../../server/pipedrive/types.ts';
import { bulk, click, errorOf, gatewayTo, openBudget, organizationJson } from './gateway.ts';
import { cut, json, oddServer, raw } from './odd-server.ts';

const code = 'a'.repeat(40);
const start = new Date('2026-11-02T09:00:00.000Z').getTime();
const until = (seconds: number) => ({ sendBefore: new Date(start + seconds * 1000) });

describe('the body of an update', () => {
  const sent: [string, Record<string, FieldValue>, unknown][] = [
    ['only custom fields', { [code]: 'x' }, { custom_fields: { [code]: 'x' } }],
    [
      'only standard fields',
      { website: 'a.example', industry: null },
      { website: 'a.example', industry: null },
    ],
    [
      'both',
      { employee_count: 5, [code]: null, address: { value: 'Quay 1' } },
      { employee_count: 5, address: { value: 'Quay 1' }, custom_fields: { [code]: null } },
    ],
  ];

  it.each(sent)('has each field at its place with %s', async (_, fields, body) => {
    const server = await oddServer(json(200, organizationJson()));
    await gatewayTo(server.url).pipedrive.updateOrganization(click, 5, fields);
    expect(JSON.parse(server.seen[0]?.body ?? '')).toEqual(body);
  });

  it.each(['name', 'owner_id', 'custom_fields', 'A'.repeat(40), 'toString'])(
    'never carries %s: the field is refused and nothing sent',
    async (foreign) => {
      const server = await oddServer(json(200, organizationJson()));
      const { pipedrive, events } = gatewayTo(server.url);
      const error = await errorOf(pipedrive.updateOrganization(click, 5, { [code]: 'x', [foreign]: 'y' }));
      expect(error).toMatchObject({ code: 'field_refused', details: { fieldCode: foreign } });
      expect(server.seen).toEqual([]);
      expect(events).toEqual([]);
    },
  );
});

describe('a call with a moment to leave before', () => {
  it('leaves at that moment, not after it', async () => {
    const server = await oddServer(json(200, organizationJson()));
    const { pipedrive, events } = gatewayTo(server.url);
    await pipedrive.updateOrganization({ ...bulk, ...until(0) }, 5, { [code]: 'x' });
    const late = pipedrive.updateOrganization({ ...bulk, ...until(-1) }, 5, { [code]: 'x' });
    expect(await errorOf(late)).toMatchObject({ code: 'too_late', retry: true, details: undefined });
    expect(server.seen).toHaveLength(1);
    expect(events.filter((event) => event.startsWith('reserve'))).toHaveLength(1);
  });

  it('is not sent when its turn comes too late, and its tokens are given back', async () => {
    const server = await oddServer(json(200, organizationJson()));
    const { budget, events } = openBudget();
    const gateway = gatewayTo(server.url, {
      budget: { ...budget, slot: () => gateway.clock.sleep(5000) },
    });
    const write = gateway.pipedrive.updateOrganization({ ...bulk, ...until(4) }, 5, { [code]: 'x' });
    expect((await errorOf(write)).code).toBe('too_late');
    expect(server.seen).toEqual([]);
    expect(events).toEqual(['reserve 5', 'refund 5']);
  });

  it('is not repeated too late, and says that the first attempt may have been carried out', async () => {
    const server = await oddServer(cut);
    const { pipedrive, clock } = gatewayTo(server.url);
    const write = pipedrive.updateOrganization({ ...bulk, ...until(2) }, 5, { [code]: 'x' });
    expect(await errorOf(write)).toMatchObject({ code: 'too_late', details: { maybeDone: true } });
    expect(server.seen).toHaveLength(2);
    expect(clock.naps).toEqual([750]);
  });

  it('is not repeated after a 429 that lasts too long: nothing was done', async () => {
    const server = await oddServer(raw(429, '', { 'retry-after': '3' }), json(200, organizationJson()));
    const { budget } = openBudget();
    let blockedMs = 0;
    const gateway = gatewayTo(server.url, {
      budget: {
        ...budget,
        pause: async (_, ms) => {
          blockedMs = ms;
        },
        slot: () => gateway.clock.sleep(blockedMs),
      },
    });
    const write = gateway.pipedrive.updateOrganization({ ...bulk, ...until(2) }, 5, { [code]: 'x' });
    expect(await errorOf(write)).toMatchObject({ code: 'too_late', details: undefined });
    expect(server.seen).toHaveLength(1);
  });
});

it('a budget that refuses the repetition of a write does not hide that it may have been carried out', async () => {
  const server = await oddServer(cut);
  const { budget } = openBudget();
  let reserved = 0;
  const { pipedrive } = gatewayTo(server.url, {
    budget: {
      ...budget,
      reserve: async () => {
        reserved += 1;
        if (reserved === 2) throw await errorOf(gatewayTo(server.url).pipedrive.getOrganization(click, 5));
      },
    },
  });
  const error = await errorOf(pipedrive.updateOrganization(bulk, 5, { [code]: 'x' }));
  expect(error).toMatchObject({ code: 'pipedrive_unavailable', details: { maybeDone: true } });
});
