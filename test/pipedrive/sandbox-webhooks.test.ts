import { describe, expect, it } from 'vitest';
import { createBudgetStore } from '../../server/pipedrive/budget.store.ts';
import type { NewWebhook } from '../../server/pipedrive/types.ts';
import { testDatabase } from '../support/database.ts';
import { startWebhookReceiver } from '../support/webhook-receiver.ts';
import { click, errorOf, gatewayTo } from './gateway.ts';
import { json, oddServer } from './odd-server.ts';
import { onSandbox } from './on-sandbox.ts';
import { callerIn } from './sandbox-gateway.ts';

const store = createBudgetStore(await testDatabase());
await store.ensureIndexes();
const on = onSandbox(store);

const wanted = (url: string): NewWebhook => ({
  url,
  action: '*',
  object: 'organization',
  name: 'Store Leads',
  authUser: 'hook',
  authPassword: 'never-to-be-logged',
});

describe('webhooks', () => {
  it('are made, listed and deleted', async () => {
    const { aProcess, sandbox } = on();
    const { pipedrive } = aProcess();
    const caller = callerIn(sandbox, 'event');
    const receiver = await startWebhookReceiver();
    const made = await pipedrive.createWebhook(caller, { ...wanted(receiver.url), userId: 9002 });
    expect(made).toEqual({
      id: 1,
      ownerId: 9001,
      userId: 9002,
      action: '*',
      object: 'organization',
      url: receiver.url,
      version: '2.0',
      name: 'Store Leads',
      isActive: true,
      lastDeliveryTime: null,
      lastHttpStatus: null,
    });
    expect(await pipedrive.listWebhooks(caller)).toEqual([made]);
    await pipedrive.deleteWebhook(caller, made.id);
    expect(await pipedrive.listWebhooks(caller)).toEqual([]);
    expect(await errorOf(pipedrive.deleteWebhook(caller, made.id))).toMatchObject({ code: 'record_gone' });
    await receiver.close();
  });

  it('are refused at an address nobody answers at, and beyond forty', async () => {
    const { aProcess, sandbox } = on();
    const { pipedrive } = aProcess();
    const caller = callerIn(sandbox, 'event');
    const receiver = await startWebhookReceiver();
    const nobody = pipedrive.createWebhook(caller, wanted('http://127.0.0.1:1/hook'));
    expect(await errorOf(nobody)).toMatchObject({ code: 'webhook_address_refused', retry: false });
    for (let i = 0; i < 40; i += 1) await pipedrive.createWebhook(caller, wanted(receiver.url));
    const beyond = pipedrive.createWebhook(caller, wanted(receiver.url));
    expect(await errorOf(beyond)).toMatchObject({ code: 'webhook_limit', retry: false });
    await receiver.close();
  });

  it('leave no password behind: not in what is logged, not in an error', async () => {
    const server = await oddServer(
      json(201, { success: true, data: { id: 'odd', http_auth_password: 'never-to-be-logged' } }),
    );
    const gateway = gatewayTo(server.url);
    const error = await errorOf(gateway.pipedrive.createWebhook(click, wanted('https://app.example/hook')));
    expect(error).toMatchObject({ code: 'bad_answer', details: { maybeDone: true } });
    expect(gateway.log()).toContain('/webhooks');
    expect(gateway.log() + JSON.stringify(error) + error.stack).not.toContain('never-to-be-logged');
  });
});

describe('notes', () => {
  it('are added to an organization and listed, the newest first', async () => {
    const { aProcess, sandbox, clock } = on();
    const { pipedrive } = aProcess();
    const caller = callerIn(sandbox, 'bulk');
    const organizationId = sandbox.world.organizations[1]?.id ?? 0;
    const first = await pipedrive.addNote(caller, { organizationId, content: '<p>Moved platform</p>' });
    await clock.advance(60_000);
    const second = await pipedrive.addNote(caller, { organizationId, content: 'Added an app' });
    expect(first).toMatchObject({ organizationId, content: '<p>Moved platform</p>', isActive: true });
    const page = await pipedrive.listNotes(caller, { organizationId, limit: 1 });
    expect(page).toEqual({ items: [second], nextStart: 1 });
    expect(await pipedrive.listNotes(caller, { organizationId, start: 1 })).toEqual({
      items: [first],
      nextStart: null,
    });
  });

  it('cannot be added to an organization that is gone', async () => {
    const { aProcess, sandbox } = on();
    const { pipedrive } = aProcess();
    const lost = pipedrive.addNote(callerIn(sandbox, 'bulk'), { organizationId: 999_999, content: 'x' });
    expect(await errorOf(lost)).toMatchObject({ code: 'request_refused' });
  });
});
