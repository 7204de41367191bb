import { describe, expect, it } from 'vitest';
import { createBudgetStore } from '../../server/pipedrive/budget.store.ts';
import type { Organization } from '../../server/pipedrive/types.ts';
import { isAppError } from '../../server/platform/errors.ts';
import { addFault } from '../sandbox/faults/add-fault.ts';
import { testDatabase } from '../support/database.ts';
import { errorOf } from './gateway.ts';
import { onSandbox } from './on-sandbox.ts';
import { callerIn, runAll } from './sandbox-gateway.ts';

const store = createBudgetStore(await testDatabase());
await store.ensureIndexes();
const on = onSandbox(store);

describe('refusals of the sandbox', () => {
  it('of a dead field name the field', async () => {
    const { aProcess, sandbox } = on();
    const { pipedrive } = aProcess();
    const caller = callerIn(sandbox, 'click');
    const living = await pipedrive.createOrganizationField(caller, {
      name: 'Store Leads: City',
      type: 'varchar',
    });
    const dead = 'd'.repeat(40);
    const id = sandbox.world.organizations[0]?.id ?? 0;
    const error = await errorOf(
      pipedrive.updateOrganization(caller, id, { [living.code]: 'x', [dead]: 'y' }),
    );
    expect(error).toMatchObject({ code: 'field_refused', details: { fieldCode: dead } });
  });

  it('of one more custom field than the plan allows is the cap', async () => {
    const { aProcess, clock, sandbox } = on();
    sandbox.world.company.plan = 'lite';
    const { pipedrive } = aProcess();
    const create = (index: number) =>
      pipedrive.createOrganizationField(callerIn(sandbox, 'click'), {
        name: `Field ${index}`,
        type: 'varchar',
      });
    const fill = async () => {
      for (let index = 0; index < 31; index += 1) await create(index);
    };
    let seen: unknown;
    await runAll(clock, [
      fill().catch((error: unknown) => {
        seen = error;
      }),
    ]);
    expect(isAppError(seen, 'custom_field_cap')).toBe(true);
  });

  it('of an unknown record, a closed company, a missing scope and a missing permission are told apart', async () => {
    const { aProcess, sandbox } = on();
    const { pipedrive } = aProcess();
    const caller = callerIn(sandbox, 'click');
    expect((await errorOf(pipedrive.getOrganization(caller, 999_999))).code).toBe('record_gone');
    const other = callerIn(sandbox, 'click', 9004);
    const field = { name: 'Store Leads: City', type: 'varchar' };
    expect((await errorOf(pipedrive.createOrganizationField(other, field))).code).toBe('no_access');
    sandbox.world.settings.scopes = ['base'];
    const poor = callerIn(sandbox, 'click', 9003);
    expect((await errorOf(pipedrive.getOrganization(poor, 1))).code).toBe('scope_missing');
    sandbox.world.company.open = false;
    expect((await errorOf(pipedrive.getOrganization(caller, 1))).code).toBe('company_closed');
  });
});

describe('tokens and lost answers', () => {
  it('renews a token that expired and repeats the calls that met it', async () => {
    const { aProcess, clock, sandbox, tokens } = on();
    const { pipedrive } = aProcess();
    const caller = callerIn(sandbox, 'click');
    await pipedrive.me(caller);
    await clock.advance(61 * 60_000);
    await runAll(clock, [pipedrive.me(caller), pipedrive.me(caller), pipedrive.me(caller)]);
    const statuses = sandbox.world.counters.endpoints['GET /api/v1/users/me']?.statuses;
    expect(statuses?.['200']).toBe(4);
    expect(tokens.renewals()).toBeGreaterThan(0);
  });

  it('repeats a write whose answer was lost, and reports what Pipedrive holds', async () => {
    const { aProcess, clock, sandbox } = on();
    const { pipedrive } = aProcess({ timeoutMs: 300 });
    const caller = callerIn(sandbox, 'click');
    const { code } = await pipedrive.createOrganizationField(caller, {
      name: 'Store Leads: City',
      type: 'varchar',
    });
    const id = sandbox.world.organizations[0]?.id ?? 0;
    addFault(sandbox.world, { kind: 'timeout_after', method: 'PATCH', how: 'hang' });
    addFault(sandbox.world, { kind: 'status_after', method: 'PATCH', status: 502 });
    let held: Organization | undefined;
    await runAll(clock, [
      pipedrive.updateOrganization(caller, id, { [code]: 'Nowhere' }).then((record) => {
        held = record;
      }),
    ]);
    expect(held?.customFields[code]).toBe('Nowhere');
    expect(sandbox.world.counters.endpoints['PATCH /api/v2/organizations/{id}']?.calls).toBe(3);
  });

  it('creates a field once although the answer was lost, and says that it may exist', async () => {
    const { aProcess, sandbox } = on();
    const { pipedrive } = aProcess();
    addFault(sandbox.world, { kind: 'timeout_after', method: 'POST', how: 'cut' });
    const caller = callerIn(sandbox, 'click');
    const error = await errorOf(
      pipedrive.createOrganizationField(caller, { name: 'Store Leads: Once', type: 'text' }),
    );
    expect(error).toMatchObject({ code: 'pipedrive_unavailable', details: { maybeDone: true } });
    expect(sandbox.world.fields.filter((field) => field.name === 'Store Leads: Once')).toHaveLength(1);
  });
});
