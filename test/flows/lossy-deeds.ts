import type { Connection } from 'mongoose';
import { expect } from 'vitest';
import type { CreateFieldsResult, MappingView } from '../../server/mapping/mapping.contract.ts';
import { notesAbout, publishChange, told, withApp } from '../signals/signals-app.ts';
import { call, directPipedrive, untilDone } from './lost-calls.ts';
import type { PreparedApp } from './prepared-app.ts';

/**
 * What people do while calls get lost, each checked in the end. `next` gives the id of a linked organization that nobody
 * has touched.
 */
export function lossyDeeds(app: PreparedApp, db: Connection, next: () => number) {
  const mapping = () => untilDone(() => call<MappingView>(app, 'GET', '/api/mapping'));
  const storeOf = async (orgId: number) => {
    const link = await db.collection('links').findOne({ orgId });
    return db.collection<{ _id: string; domain: Record<string, unknown> }>('stores').findOne({
      _id: link?.['match'].storeId,
    });
  };

  const press = (orgId: number) =>
    untilDone(() =>
      call<{ enrichment: { fieldsWritten: number } }>(app, 'POST', `/api/organizations/${orgId}/enrich`),
    );

  /** The button, and once more: then there is nothing left to write, and the store's platform stands. */
  async function enriched(orgId = next()): Promise<void> {
    await press(orgId);
    expect((await press(orgId)).enrichment.fieldsWritten).toBe(0);
    const record = app.sandbox.world.organizations.find(({ id }) => id === orgId);
    const platform =
      app.sandbox.world.fields.find(({ name }) => name === 'Store Leads: Platform')?.code ?? '';
    expect(record?.custom_fields[platform]).toBe((await storeOf(orgId))?.domain['platform']);
  }

  async function fieldCreated(objectType: 'organization' | 'person'): Promise<void> {
    const row = (await mapping())[objectType].rows.find(({ settings }) => !settings.target);
    const source = row?.source ?? '';
    const before = app.sandbox.world.fields.length;
    let attempts = 0;
    const wish = { objectType, create: [source], takeOver: [] };
    while (!(await mapping())[objectType].rows.find((each) => each.source === source)?.settings.target) {
      expect(attempts++).toBeLessThan(3);
      await untilDone(() => call<CreateFieldsResult>(app, 'POST', '/api/mapping/fields', wish));
    }
    expect(app.sandbox.world.fields.length).toBe(before + 1);
  }

  /** An enum of the customer's own, whose options come from the stores. */
  async function optionAdded(): Promise<void> {
    const { pipedrive, caller } = directPipedrive(app);
    const name = `Town ${app.sandbox.world.fields.length}`;
    const made = await pipedrive.createOrganizationField(caller, {
      name,
      type: 'enum',
      options: ['Nowhere'],
    });
    const { edition, organization } = await mapping();
    const row = organization.rows.find(({ source }) => source === 'city');
    const settings = {
      ...row?.settings,
      target: made.code,
      newOption: 'create',
      rule: 'always',
      enabled: true,
    };
    await call(app, 'PUT', '/api/mapping', { edition, organization: { entries: { city: settings } } });
    const orgId = next();
    const town = (await storeOf(orgId))?.domain['city'];
    expect(town).toEqual(expect.any(String));
    const record = app.sandbox.world.organizations.find(({ id }) => id === orgId);
    const field = () => app.sandbox.world.fields.find(({ code }) => code === made.code);
    const added = () => (field()?.options ?? []).filter(({ label }) => label === town);
    // Where the option is not there, its value waits for the next time.
    await press(orgId);
    await enriched(orgId);
    expect(added()).toHaveLength(1);
    expect(record?.custom_fields[made.code]).toBe(added()[0]?.id);
  }

  async function noteAdded(): Promise<void> {
    const links = await db.collection('links').find({ enrichable: true }).toArray();
    const some = links.slice(0, 3).map(({ match }) => String(match.storeId));
    const release = await publishChange(db, some, withApp(`App ${app.sandbox.world.notes.length}`));
    await app.parts.onReleasePublished();
    const expected = links.filter(({ match }) => some.includes(match.storeId)).map(({ orgId }) => orgId);
    expect(await told(app, release)).toMatchObject({ state: 'done', written: expected.length, failed: {} });
    expect(
      notesAbout(app, release)
        .map(({ org_id }) => org_id)
        .toSorted(),
    ).toEqual(expected.toSorted());
  }

  return { mapping, enriched, fieldCreated, optionAdded, noteAdded };
}
